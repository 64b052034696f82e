import { area, STAFF } from '../areas'

const page = () => import('../pages/InboxPage.vue')

export default area('inbox', STAFF, [
  { path: '/inbox', name: 'inbox', component: page },
  { path: '/inbox/:id', name: 'conversation', component: page },
])
