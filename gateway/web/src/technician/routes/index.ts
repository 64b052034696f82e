import type { RouteRecordRaw } from 'vue-router'
import './meta'
import { day } from './day'
import { mine } from './mine'
import { visits } from './visits'

/** Each area lists its own pages; all but the first come in chunks of their own. */
export const routes: RouteRecordRaw[] = [
  ...day,
  ...visits,
  ...mine,
  {
    path: '/sign-in',
    name: 'sign-in',
    component: () => import('../pages/SignInPage.vue'),
    meta: { title: 'shell.signIn' },
  },
  {
    path: '/stranger',
    name: 'stranger',
    component: () => import('../pages/StrangerPage.vue'),
    meta: { title: 'shell.stranger' },
  },
  { path: '/:rest(.*)*', name: 'not-found', component: () => import('@/shared/components/NotFound.vue') },
]
