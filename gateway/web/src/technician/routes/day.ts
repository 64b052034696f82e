import type { RouteRecordRaw } from 'vue-router'
import TodayPage from '../pages/TodayPage.vue'

export const day: RouteRecordRaw[] = [
  { path: '/', name: 'today', component: TodayPage, meta: { signedIn: true, title: 'shell.today' } },
  {
    path: '/week',
    name: 'week',
    component: () => import('../pages/WeekPage.vue'),
    meta: { signedIn: true, title: 'shell.week' },
  },
]
