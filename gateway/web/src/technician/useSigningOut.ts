import { computed, ref } from 'vue'
import { useRouter } from 'vue-router'
import { useAction } from '@/shared/action'
import { useSession } from '@/shared/session'
import { countKept, forgetOthers } from './record/draft'

/** Leaving the device: no draft of a record stays behind, so whoever has unsaved ones is asked first. */
export function useSigningOut() {
  const session = useSession()
  const router = useRouter()
  const isAsking = ref(false)
  const unsaved = computed(() => (isAsking.value ? countKept(localStorage, session.account?.id ?? '') : 0))
  const leaving = useAction(async () => {
    await session.signOut()
    forgetOthers(localStorage, null)
    await router.replace({ name: 'sign-in' })
  })

  function ask(): void {
    isAsking.value = true
    if (unsaved.value === 0) void leave()
  }

  async function leave(): Promise<void> {
    isAsking.value = false
    await leaving.run()
  }

  return { ask, leave, isAsking, unsaved, isRunning: leaving.isRunning, error: leaving.error }
}
