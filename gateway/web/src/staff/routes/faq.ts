import { area, MANAGERS, STAFF } from '../areas'

export default area('faq', STAFF, [
  { path: '/faq', name: 'faq', component: () => import('../pages/FaqPage.vue') },
  {
    path: '/faq/unanswered',
    name: 'unanswered',
    component: () => import('../pages/UnansweredPage.vue'),
    meta: { roles: MANAGERS, title: 'faq.unanswered.title' },
  },
])
