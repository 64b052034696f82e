import { area, MANAGERS } from '../areas'

export default area('dashboard', MANAGERS, [
  { path: '/dashboard', name: 'dashboard', component: () => import('../pages/DashboardPage.vue') },
])
