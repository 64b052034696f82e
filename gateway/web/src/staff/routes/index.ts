import type { RouteRecordRaw } from 'vue-router'

/** Each area lists its own pages; all but the first come in chunks of their own. */
export const routes: RouteRecordRaw[] = [
  { path: '/', name: 'home', component: () => import('../pages/HomePage.vue') },
  { path: '/:rest(.*)*', name: 'not-found', component: () => import('@/shared/components/NotFound.vue') },
]
