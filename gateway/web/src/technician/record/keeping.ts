import { watch } from 'vue'
import { now } from '@/shared/clock'
import { useSession } from '@/shared/session'
import { forgetOthers, tidy } from './draft'

/** Drafts of records on this device: too old ones go when the app opens, other people's when somebody signs in. */
export function useDraftKeeping(): void {
  const session = useSession()
  tidy(localStorage, now())
  watch(
    () => session.account?.id,
    (account) => account && forgetOthers(localStorage, account),
    { immediate: true },
  )
}
