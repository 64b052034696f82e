import { onScopeDispose } from 'vue'
import { useLive, type News } from '@/shared/live'

/** Calls `again` when news of these kinds come, when news may have been missed, and when the page comes to the front. */
export function useFresh(kinds: readonly News[], again: () => unknown): void {
  useLive((kind) => {
    if (kind === 'resync' || kinds.includes(kind)) again()
  })
  const onShown = () => {
    if (document.visibilityState === 'visible') again()
  }
  document.addEventListener('visibilitychange', onShown)
  onScopeDispose(() => document.removeEventListener('visibilitychange', onShown))
}
