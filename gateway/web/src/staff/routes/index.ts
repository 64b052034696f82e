import type { RouteRecordRaw } from 'vue-router'

// Each area lists its own pages in a file of its own beside this one; that is all it takes to be in the navigation.
const areas = import.meta.glob<RouteRecordRaw[]>(['./*.ts', '!./index.ts'], { eager: true, import: 'default' })

export const areaRoutes: RouteRecordRaw[] = Object.values(areas).flat()

export const routes: RouteRecordRaw[] = [
  { path: '/', name: 'home', component: () => import('../pages/HomePage.vue') },
  { path: '/sign-in', name: 'sign-in', component: () => import('../pages/SignInPage.vue') },
  ...areaRoutes,
  { path: '/:rest(.*)*', name: 'not-found', component: () => import('../pages/NotFoundPage.vue') },
]
