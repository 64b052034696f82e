import { onScopeDispose, ref, type Ref } from 'vue'
import { remember, remembered } from './remembered'

// The shop's clock is the server's: a phone's may be wrong, and a demonstration may stand at another day. Every answer
// of the API tells the server's time; we keep only how far this device's clock is off, over reloads too: without a line
// nobody tells it.
const KEPT = 'clock.ahead'
let aheadMs = Number(remembered(KEPT) ?? 0)

/** Takes the server's time from an answer's `X-Now` (RFC 3339). */
export function learnNow(told: string | null): void {
  const server = told ? Date.parse(told) : Number.NaN
  if (Number.isNaN(server)) return
  aheadMs = server - Date.now()
  remember(KEPT, String(aheadMs))
}

/** The shop's present, in milliseconds since the epoch. */
export const now = (): number => Date.now() + aheadMs

/** The present as a ref that moves on by itself, for countdowns and the line across a day. */
export function useNow(everyMs = 1000): Ref<number> {
  const present = ref(now())
  const timer = setInterval(() => (present.value = now()), everyMs)
  onScopeDispose(() => clearInterval(timer))
  return present
}
