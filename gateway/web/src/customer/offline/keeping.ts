import { watch } from 'vue'
import { csrf } from '@/shared/api/signing'
import { useSession } from '@/shared/session'
import { forgetDraft } from '../booking/draft'
import { forgetChat } from '../chat/entry'
import { forget, kept } from './kept'

/** What is kept on the device goes when its owner signs out, is signed out by the server, or somebody else signs in. */
export function useKeeping(): void {
  const session = useSession()
  watch(
    () => session.account?.id,
    (account, before) => {
      if (before && account !== before) {
        forget()
        forgetDraft()
        forgetChat()
      }
      if (account && kept() && kept()?.account !== account) forget()
    },
    { immediate: true },
  )
  void forgetWhoIsGone()

  /** Nobody is signed in when the app opens: is the session over, or is there no line to ask? */
  async function forgetWhoIsGone(): Promise<void> {
    await session.whenKnown()
    if (session.account || !kept() || !navigator.onLine) return
    if (!csrf()) return forget()
    try {
      await session.load()
      if (!session.account) forget()
    } catch {
      // Without a line nobody can say that it is over.
    }
  }
}
