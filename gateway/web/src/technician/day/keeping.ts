import { onScopeDispose, watch } from 'vue'
import { csrf } from '@/shared/api/signing'
import { useSession } from '@/shared/session'
import { forget } from './kept'

/** What is kept on the device goes with its owner; once there is a line again, who it is is asked again. */
export function useKeeping(): void {
  const session = useSession()
  if (!csrf()) forget()
  watch(
    () => session.account?.id,
    (_account, before) => {
      if (before) forget()
    },
  )
  const ask = () => {
    if (!session.isSignedIn) void session.load().catch(() => undefined)
  }
  addEventListener('online', ask)
  onScopeDispose(() => removeEventListener('online', ask))
}
