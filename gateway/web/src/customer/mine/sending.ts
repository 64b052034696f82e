import { computed, ref } from 'vue'
import { useAction } from '@/shared/action'
import { api, got } from '@/shared/api/client'
import { isRefused } from '@/shared/api/refusals'
import { now, useNow } from '@/shared/clock'

const PAUSE_SECONDS = 60

/** Sends one-time codes, not sooner after one another than makes sense; `waits` counts the seconds down. */
export function useCodeSending() {
  const present = useNow()
  const freeAt = ref(0)
  const sentTo = ref('')
  const waits = computed(() => Math.max(0, Math.ceil((freeAt.value - present.value) / 1000)))
  const pause = (seconds: number) => {
    present.value = now()
    freeAt.value = now() + seconds * 1000
  }

  const { run, isRunning, error } = useAction(async (_key, phone: string) => {
    await got(api.POST('/api/v1/auth/otp', { body: { phone } }))
    return true
  })

  /** Whether it was sent. */
  async function send(phone: string): Promise<boolean> {
    if (waits.value > 0) return false
    sentTo.value = ''
    const done = await run(phone)
    if (done) {
      sentTo.value = phone
      pause(PAUSE_SECONDS)
    } else if (isRefused(error.value, 'too_many_requests')) {
      pause(Number(error.value.more.retry_after) || PAUSE_SECONDS)
    }
    return done === true
  }

  return { send, waits, sentTo, isRunning, error }
}
