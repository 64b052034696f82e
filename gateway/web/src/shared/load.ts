import { computed, onScopeDispose, shallowRef, watch, type Ref, type WatchSource } from 'vue'

/** What a page shows while it asks, and when it was refused. */
export interface Loaded<T> {
  readonly data: Readonly<Ref<T | undefined>>
  readonly error: Readonly<Ref<unknown>>
  readonly isLoading: Readonly<Ref<boolean>>
  /** Nothing to show yet: the place for a skeleton. */
  readonly isFirst: Readonly<Ref<boolean>>
  reload: () => Promise<void>
}

/**
 * Asks now, and again when `sources` change. An older answer never replaces a newer one; what was shown stays while it
 * is asked for again.
 */
export function useLoaded<T>(ask: () => Promise<T>, sources: WatchSource[] = []): Loaded<T> {
  const data = shallowRef<T>()
  const error = shallowRef<unknown>(null)
  const isLoading = shallowRef(false)
  let newest = 0

  async function reload(): Promise<void> {
    const mine = ++newest
    isLoading.value = true
    try {
      const answer = await ask()
      if (mine === newest) [data.value, error.value] = [answer, null]
    } catch (problem) {
      if (mine === newest) error.value = problem
    } finally {
      if (mine === newest) isLoading.value = false
    }
  }

  watch(sources, reload, { immediate: true })
  onScopeDispose(() => (newest += 1))
  return { data, error, isLoading, isFirst: computed(() => data.value === undefined && error.value === null), reload }
}
