import { area, STAFF } from '../areas'

export default area('dispatch', STAFF, [
  { path: '/dispatch', name: 'dispatch', component: () => import('../pages/DispatchPage.vue') },
])
