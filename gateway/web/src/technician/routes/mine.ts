import type { RouteRecordRaw } from 'vue-router'

export const mine: RouteRecordRaw[] = [
  {
    path: '/messages',
    name: 'messages',
    component: () => import('../pages/MessagesPage.vue'),
    meta: { signedIn: true, title: 'shell.messages' },
  },
  {
    path: '/mine',
    name: 'mine',
    component: () => import('../pages/MinePage.vue'),
    meta: { signedIn: true, title: 'shell.mine' },
  },
  {
    path: '/mine/leave',
    name: 'leave',
    component: () => import('../pages/LeavePage.vue'),
    meta: { signedIn: true, title: 'shell.leave' },
  },
  {
    path: '/mine/wishes',
    name: 'wishes',
    component: () => import('../pages/WishesPage.vue'),
    meta: { signedIn: true, title: 'shell.wishes' },
  },
  {
    path: '/mine/plan',
    name: 'plan',
    component: () => import('../pages/PlanPage.vue'),
    meta: { signedIn: true, title: 'shell.plan' },
  },
  {
    path: '/mine/figures',
    name: 'figures',
    component: () => import('../pages/FiguresPage.vue'),
    meta: { signedIn: true, title: 'shell.figures' },
  },
]
