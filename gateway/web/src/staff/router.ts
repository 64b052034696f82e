import { createRouter, createWebHistory, type LocationQuery } from 'vue-router'
import { useSession } from '@/shared/session'
import { entriesFor } from './areas'
import { areaRoutes, routes } from './routes'

export const router = createRouter({
  history: createWebHistory('/staff/'),
  routes,
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
})

/** Where somebody wanted to go before they signed in; only ever a page of ours. */
export function nextOf(query: LocationQuery): string {
  const next = query['next']
  return typeof next === 'string' && /^\/(?!\/)/.test(next) ? next : '/'
}

// Who may not use a page is told so by the frame around it (App.vue), under the address they came to.
router.beforeEach(async (to) => {
  const session = useSession()
  await session.whenKnown()
  if (to.name === 'sign-in') return session.isSignedIn ? nextOf(to.query) : true
  if (!session.isSignedIn) return { name: 'sign-in', query: to.path === '/' ? {} : { next: to.fullPath } }
  const first = entriesFor(areaRoutes, (role) => session.has(role))[0]
  return to.name === 'home' && first ? { path: first.path, query: to.query, replace: true } : true
})
