import type { RouteRecordRaw } from 'vue-router'

export const visits: RouteRecordRaw[] = [
  {
    path: '/visits/:id',
    name: 'visit',
    component: () => import('../pages/VisitPage.vue'),
    props: true,
    meta: { signedIn: true, title: 'shell.visit' },
  },
  {
    path: '/visits/:id/record',
    name: 'record',
    component: () => import('../pages/RecordPage.vue'),
    props: true,
    meta: { signedIn: true, title: 'shell.record' },
  },
]
