import { inject, type InjectionKey } from 'vue'
import type { RouteLocationRaw } from 'vue-router'

/** Leaves the chat for a page. */
export type Go = (to: RouteLocationRaw) => void
export const GO: InjectionKey<Go> = Symbol('leave the chat for a page')
export const useGo = (): Go => inject(GO, () => undefined)
