import { area, STAFF } from '../areas'

export default area('catalogue', STAFF, [
  { path: '/catalogue', name: 'catalogue', component: () => import('../pages/StoresPage.vue') },
  {
    path: '/catalogue/treatments',
    name: 'treatments',
    component: () => import('../pages/TreatmentsPage.vue'),
    meta: { title: 'catalogue.tabs.treatments' },
  },
  {
    path: '/catalogue/technicians',
    name: 'technicians',
    component: () => import('../pages/TechniciansPage.vue'),
    meta: { title: 'catalogue.tabs.technicians' },
  },
  {
    path: '/catalogue/resources',
    name: 'resources',
    component: () => import('../pages/ResourcesPage.vue'),
    meta: { title: 'catalogue.tabs.resources' },
  },
  {
    path: '/catalogue/rules',
    name: 'rules',
    component: () => import('../pages/RulesPage.vue'),
    meta: { title: 'catalogue.tabs.rules' },
  },
])
