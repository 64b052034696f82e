import { area, STAFF } from '../areas'

export default area('rosters', STAFF, [
  { path: '/rosters', name: 'rosters', component: () => import('../pages/RostersPage.vue') },
])
