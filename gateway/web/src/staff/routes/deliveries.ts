import { area, STAFF } from '../areas'

export default area('deliveries', STAFF, [
  { path: '/deliveries', name: 'deliveries', component: () => import('../pages/DeliveriesPage.vue') },
])
