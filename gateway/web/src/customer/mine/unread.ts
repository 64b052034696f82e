import { ref } from 'vue'
import { api, got } from '@/shared/api/client'
import { useLive } from '@/shared/live'
import { useSession } from '@/shared/session'

const unread = ref(0)

/** How many notifications have not been read; kept up to date while somebody looks. */
export function useUnread() {
  const session = useSession()

  async function count(): Promise<void> {
    await session.whenKnown()
    if (!session.isSignedIn) return void (unread.value = 0)
    try {
      const query = { limit: 1 }
      unread.value = (await got(api.GET('/api/v1/notifications', { params: { query } }))).unread_count
    } catch {
      // A badge that cannot be counted stays as it was; the page of notifications tells what is wrong.
    }
  }

  useLive((kind) => {
    if (kind === 'notification' || kind === 'resync') void count()
  })
  void count()
  return unread
}
