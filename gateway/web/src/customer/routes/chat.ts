import type { RouteRecordRaw } from 'vue-router'

export const chat: RouteRecordRaw[] = []
