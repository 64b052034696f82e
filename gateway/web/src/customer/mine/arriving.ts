import { useRoute, useRouter } from 'vue-router'
import { useSession } from '@/shared/session'
import { safeNext } from './phones'

/** Leads who has signed in on: to the page that asked for it, or to the pages of somebody who works here. */
export function useArriving(): () => Promise<void> {
  const route = useRoute()
  const router = useRouter()
  const session = useSession()

  return async () => {
    const next = safeNext(route.query.next)
    if (!session.has('customer') && next === '/') return void (await router.replace('/me'))
    await router.replace(next)
  }
}
