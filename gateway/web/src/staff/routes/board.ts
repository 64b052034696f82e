import { area, STAFF } from '../areas'

export default area('board', STAFF, [
  { path: '/board', name: 'board', component: () => import('../pages/BoardPage.vue') },
])
