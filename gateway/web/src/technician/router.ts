import { createRouter, createWebHistory } from 'vue-router'
import { routes } from './routes'

export const router = createRouter({
  history: createWebHistory('/tech/'),
  routes,
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
})
