import { computed, ref } from 'vue'
import { isRefused } from './api/refusals'
import { now, useNow } from './clock'

const USUAL_SECONDS = 60

/** Whoever asks too often has to wait: `seconds` counts down to when they may ask again, and is 0 then. */
export function usePause() {
  const present = useNow()
  const until = ref(0)
  const seconds = computed(() => Math.max(0, Math.ceil((until.value - present.value) / 1000)))

  function pause(length = USUAL_SECONDS): void {
    present.value = now()
    until.value = now() + length * 1000
  }

  /** Waits for as long as a refusal asks, where it is one for asking too often. */
  function heed(error: unknown): void {
    if (isRefused(error, 'too_many_requests')) pause(Number(error.more.retry_after) || USUAL_SECONDS)
  }

  return { seconds, pause, heed }
}
