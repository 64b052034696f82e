import { createRouter, createWebHistory } from 'vue-router'
import { useSession } from '@/shared/session'
import { useMe } from './me'
import { routes } from './routes'

export const router = createRouter({
  history: createWebHistory('/tech/'),
  routes,
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
})

/** Pages of a technician's work are for technicians: others sign in, or are told whose pages these are. */
router.beforeEach(async (to) => {
  if (!to.meta.signedIn) return true
  const session = useSession()
  await session.whenKnown()
  // Without a line nobody can be asked who it is: today shows what was kept of it.
  if (!session.isSignedIn && !navigator.onLine) return to.name === 'today' || { name: 'today' }
  if (!session.isSignedIn) return { name: 'sign-in', query: { to: to.fullPath } }
  return useMe().id ? true : { name: 'stranger' }
})
