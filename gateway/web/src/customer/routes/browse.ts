import type { RouteRecordRaw } from 'vue-router'
import HomePage from '../pages/HomePage.vue'

/** Home comes with the app itself: it is where most begin, and a page asked for later is a journey later. */
export const browse: RouteRecordRaw[] = [
  { path: '/', name: 'home', component: HomePage },
  { path: '/stores', name: 'stores', component: () => import('../pages/StoresPage.vue') },
  { path: '/stores/:id', name: 'store', component: () => import('../pages/StorePage.vue'), props: true },
  {
    path: '/treatments',
    name: 'treatments',
    component: () => import('../pages/TreatmentsPage.vue'),
    meta: { title: 'browse.treatments' },
  },
  { path: '/treatments/:id', name: 'treatment', component: () => import('../pages/TreatmentPage.vue'), props: true },
  { path: '/technicians', name: 'technicians', component: () => import('../pages/TechniciansPage.vue') },
  { path: '/technicians/:id', name: 'technician', component: () => import('../pages/TechnicianPage.vue'), props: true },
]
