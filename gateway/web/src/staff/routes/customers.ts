import { area, STAFF } from '../areas'

export default area('customers', STAFF, [
  { path: '/customers', name: 'customers', component: () => import('../pages/CustomersPage.vue') },
  {
    path: '/customers/:id',
    name: 'customer',
    props: true,
    component: () => import('../pages/CustomerPage.vue'),
    meta: { title: 'customers.archive' },
  },
])
