import { useRoute, useRouter } from 'vue-router'
import { reopenLive } from '@/shared/live'
import { useSession, type Credentials } from '@/shared/session'
import { safeNext } from './phones'

/** Signs in and leads on: to the page that asked for it, or to the pages of somebody who works here. */
export function useArriving() {
  const route = useRoute()
  const router = useRouter()
  const session = useSession()

  async function goOn(): Promise<void> {
    const next = safeNext(route.query.next)
    if (!session.has('customer') && next === '/') return void (await router.replace('/me'))
    await router.replace(next)
  }

  async function arrive(credentials: Credentials): Promise<void> {
    await session.signIn(credentials)
    reopenLive()
    await goOn()
  }

  return { arrive, goOn }
}
