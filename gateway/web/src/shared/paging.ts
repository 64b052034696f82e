import { computed, onScopeDispose, shallowRef, watch, type Ref, type WatchSource } from 'vue'
import { got, type Answer } from './api/answers'
import { allOf, type Page } from './lists'

type Query = { cursor?: string; limit: number }
type Ask<T> = (query: Query) => Promise<Answer<Page<T>>>

/** A list of the API as far as it has been read. */
export interface Pages<T> {
  readonly items: Readonly<Ref<readonly T[]>>
  readonly error: Readonly<Ref<unknown>>
  readonly isLoading: Readonly<Ref<boolean>>
  /** Nothing to show yet: the place for a skeleton. */
  readonly isFirst: Readonly<Ref<boolean>>
  readonly hasMore: Readonly<Ref<boolean>>
  more: () => Promise<void>
  reload: () => Promise<void>
  /** All of it, read anew, as for a file; tells how many it has so far. */
  all: (tell?: (soFar: number) => void) => Promise<T[]>
}

/** Reads a list page by page, from its beginning again when `sources` change; an old answer never replaces a newer one. */
export function usePages<T>(ask: Ask<T>, sources: WatchSource[] = [], limit = 50): Pages<T> {
  const items = shallowRef<readonly T[]>([])
  const error = shallowRef<unknown>(null)
  const isLoading = shallowRef(false)
  const wasRead = shallowRef(false)
  const cursor = shallowRef<string | null>(null)
  let newest = 0

  async function read(from: string | null): Promise<void> {
    const mine = ++newest
    isLoading.value = true
    try {
      const page: Page<T> = await got(ask({ limit, ...(from ? { cursor: from } : {}) }))
      if (mine !== newest) return
      items.value = from ? [...items.value, ...page.items] : page.items
      cursor.value = page.next_cursor ?? null
      wasRead.value = true
      error.value = null
    } catch (problem) {
      if (mine === newest) error.value = problem
    } finally {
      if (mine === newest) isLoading.value = false
    }
  }
  const reload = () => read(null)
  const more = async () => {
    if (cursor.value && !isLoading.value) await read(cursor.value)
  }

  watch(sources, reload, { immediate: true })
  onScopeDispose(() => (newest += 1))
  return {
    items,
    error,
    isLoading,
    isFirst: computed(() => !wasRead.value && error.value === null),
    hasMore: computed(() => cursor.value !== null),
    more,
    reload,
    all: (tell) => allOf(ask, tell),
  }
}
