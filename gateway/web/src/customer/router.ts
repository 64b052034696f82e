import { createRouter, createWebHistory } from 'vue-router'
import { useSession } from '@/shared/session'
import { routes } from './routes'

export const router = createRouter({
  history: createWebHistory('/'),
  routes,
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
})

router.beforeEach(async (to) => {
  if (!to.meta.signedIn) return true
  const session = useSession()
  await session.whenKnown()
  // Without a line nobody can be asked who it is: the page shows what it kept, or says that it cannot.
  if (session.isSignedIn || !navigator.onLine) return true
  return { name: 'sign-in', query: { next: to.fullPath } }
})

// After a new release the chunks of the old one are gone: the page is loaded anew, once, with the new ones.
router.onError((error, to) => {
  const isGone = error instanceof TypeError && /import|module script/i.test(error.message)
  if (isGone && navigator.onLine) location.assign(to.fullPath)
})
