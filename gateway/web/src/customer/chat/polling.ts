import { onScopeDispose, watch } from 'vue'

/** Asks every so many milliseconds (null: not now) while the page can be seen; the next time once the last has ended. */
export function usePolling(every: () => number | null, ask: () => Promise<void>): void {
  let timer: ReturnType<typeof setTimeout> | undefined

  const next = (): void => {
    clearTimeout(timer)
    const wait = every()
    if (wait !== null && document.visibilityState === 'visible')
      timer = setTimeout(() => void ask().finally(next), wait)
  }
  const seenAgain = (): void => {
    if (document.visibilityState === 'visible' && every() !== null) void ask().finally(next)
    else next()
  }

  watch(every, next, { immediate: true })
  document.addEventListener('visibilitychange', seenAgain)
  onScopeDispose(() => {
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', seenAgain)
  })
}
