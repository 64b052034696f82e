import type { RouteRecordRaw } from 'vue-router'

export const booking: RouteRecordRaw[] = []
