import { computed, ref } from 'vue'
import { useAction } from '@/shared/action'
import { api, got } from '@/shared/api/client'
import { isRefused } from '@/shared/api/refusals'
import { now, useNow } from '@/shared/clock'
import { reopenLive } from '@/shared/live'
import { useSession } from '@/shared/session'

const AGAIN_AFTER_SECONDS = 60

/** Signing in by a code sent to the phone; who asked too often is told how long to wait. */
export function useCode() {
  const session = useSession()
  const phone = ref('')
  const code = ref('')
  const wasSent = ref(false)
  const notBefore = ref(0)
  const present = useNow()
  const wait = computed(() => Math.max(0, Math.ceil((notBefore.value - present.value) / 1000)))

  function waitFor(seconds: number): void {
    present.value = now()
    notBefore.value = now() + seconds * 1000
  }

  const asking = useAction(async () => {
    try {
      await got(api.POST('/api/v1/auth/otp', { body: { phone: phone.value.trim() } }))
      wasSent.value = true
      waitFor(AGAIN_AFTER_SECONDS)
    } catch (error) {
      if (isRefused(error, 'too_many_requests')) waitFor(Number(error.more['retry_after'] ?? AGAIN_AFTER_SECONDS))
      throw error
    }
    return true
  })
  const entering = useAction(async () => {
    await session.signIn({ grant: 'otp', phone: phone.value.trim(), code: code.value.trim() })
    reopenLive()
    return true
  })

  return { phone, code, wasSent, wait, asking, entering }
}
