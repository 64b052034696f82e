import type { RouteRecordRaw } from 'vue-router'

const meta = { signedIn: true }

export const mine: RouteRecordRaw[] = [
  { path: '/sign-in', name: 'sign-in', component: () => import('../pages/SignInPage.vue') },
  { path: '/register', name: 'register', component: () => import('../pages/RegisterPage.vue') },
  { path: '/register/confirm', name: 'confirm', component: () => import('../pages/ConfirmPage.vue') },
  { path: '/me', name: 'me', component: () => import('../pages/MePage.vue'), meta: { title: 'mine.me.title' } },
  { path: '/me/profile', component: () => import('../pages/ProfilePage.vue'), meta },
  { path: '/me/contacts', component: () => import('../pages/ContactsPage.vue'), meta },
  { path: '/me/health', component: () => import('../pages/HealthPage.vue'), meta },
  { path: '/me/courses', component: () => import('../pages/CoursesPage.vue'), meta },
  { path: '/me/notifications', component: () => import('../pages/NotificationsPage.vue'), meta },
  { path: '/me/preferences', component: () => import('../pages/PreferencesPage.vue'), meta },
  { path: '/me/calendar', component: () => import('../pages/CalendarPage.vue'), meta },
  { path: '/me/never-again', component: () => import('../pages/NeverAgainPage.vue'), meta },
  { path: '/me/data', component: () => import('../pages/DataPage.vue'), meta },
]
