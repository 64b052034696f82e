import type { RouteRecordRaw } from 'vue-router'

export const browse: RouteRecordRaw[] = [{ path: '/', name: 'home', component: () => import('../pages/HomePage.vue') }]
