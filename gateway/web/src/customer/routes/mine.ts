import type { RouteRecordRaw } from 'vue-router'

export const mine: RouteRecordRaw[] = []
