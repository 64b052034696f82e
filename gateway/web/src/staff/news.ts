import { onScopeDispose } from 'vue'
import { useLive, type News } from '@/shared/live'

const REST_MS = 300

/**
 * Looks again when something of these kinds has happened in a store. Changes come in bursts (a move frees one technician
 * and takes another): one look for all of a burst.
 */
export function useNewsOf(storeId: () => string, kinds: readonly News[], look: () => unknown): void {
  let soon: ReturnType<typeof setTimeout> | null = null
  useLive((kind, data) => {
    const isHere = data['store_id'] === undefined || data['store_id'] === storeId()
    if (!isHere || (kind !== 'resync' && !kinds.includes(kind))) return
    soon ??= setTimeout(() => ((soon = null), void look()), REST_MS)
  })
  onScopeDispose(() => soon && clearTimeout(soon))
}
