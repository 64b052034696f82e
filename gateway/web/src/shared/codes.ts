import { ref } from 'vue'
import { useAction } from './action'
import { api, got } from './api/client'
import { usePause } from './pause'

/** Sends one-time codes, not sooner after one another than makes sense; `waits` counts the seconds down. */
export function useCodeSending() {
  const { seconds: waits, pause, heed } = usePause()
  const sentTo = ref('')
  const { run, isRunning, error } = useAction(async (_key, phone: string) => {
    await got(api.POST('/api/v1/auth/otp', { body: { phone } }))
    return true
  })

  /** Whether it was sent. */
  async function send(phone: string): Promise<boolean> {
    if (waits.value > 0) return false
    sentTo.value = ''
    const isSent = (await run(phone)) === true
    if (isSent) {
      sentTo.value = phone
      pause()
    }
    heed(error.value)
    return isSent
  }

  return { send, waits, sentTo, isRunning, error }
}
