import type { RouteRecordRaw } from 'vue-router'
import './meta'
import { booking } from './booking'
import { browse } from './browse'
import { chat } from './chat'
import { mine } from './mine'

/** Each area lists its own pages; all but the first come in chunks of their own. */
export const routes: RouteRecordRaw[] = [
  ...browse,
  ...booking,
  ...chat,
  ...mine,
  { path: '/:rest(.*)*', name: 'not-found', component: () => import('@/shared/components/NotFound.vue') },
]
