import { now } from '@/shared/clock'

const FRESH_MS = 5 * 60_000

/** Asks once and keeps the answer for some minutes, so that going back and forth shows pages at once; failures are not kept. */
export function cached<T>(ask: () => Promise<T>, freshMs = FRESH_MS): () => Promise<T> {
  let answer: Promise<T> | null = null
  let askedAt = 0
  return () => {
    if (answer && now() - askedAt < freshMs) return answer
    askedAt = now()
    const mine = ask()
    answer = mine
    mine.catch(() => {
      if (answer === mine) answer = null
    })
    return mine
  }
}
