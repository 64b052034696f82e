import { computed, nextTick, onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import { api, got, type Shape } from '@/shared/api/client'
import type { paths } from '@/shared/api/schema'
import { useLive } from '@/shared/live'
import { useLoaded } from '@/shared/load'
import type { Day } from './slots'

type Asked = NonNullable<paths['/api/v1/availability']['get']['parameters']['query']>

/** What a free time is asked for; `from` and `days` are the strip's. */
export type Question = Omit<Asked, 'from' | 'days' | 'between' | 'suggest'>

export const DAYS_SHOWN = 14
const OTHERS_BOOK_EVERY_MS = 20_000
/** All who look at a store hear at once that its times have changed; they need not ask at once. */
const NOT_ALL_AT_ONCE_MS = 800
const MEASURED = 'availability-redraw'

/**
 * The free times of a fortnight from a day on. They are asked for anew when the question changes, when the store's free
 * times or one's own appointments do, when the page is looked at again, and now and then, as who is not signed in hears
 * nothing; a redraw happens only when something is different, and is measured as `availability-redraw`.
 */
export function useAvailability(question: () => Question | null, from: () => string) {
  const asked = computed(() => JSON.stringify([question(), from()]))
  const loaded = useLoaded(ask, [asked])
  const days = shallowRef<readonly Day[]>([])
  const answered = shallowRef('')
  const known = { said: '' }

  async function ask(): Promise<{ asked: string; answer: Shape<'Availability'> } | null> {
    const wanted = question()
    if (!wanted) return null
    const query = { ...wanted, from: from() || undefined, days: DAYS_SHOWN }
    const said = asked.value
    return { asked: said, answer: await got(api.GET('/api/v1/availability', { params: { query } })) }
  }

  watch(
    () => loaded.data.value,
    (told) => {
      const said = JSON.stringify(told?.answer.days ?? [])
      answered.value = told?.asked ?? ''
      if (said === known.said) return
      known.said = said
      measureRedraw()
      days.value = told?.answer.days ?? []
    },
  )

  const reload = () => (question() ? loaded.reload() : Promise.resolve())
  useRefreshing(reload, () => question()?.store_id)
  /** What is shown answers another question: the place for a skeleton. */
  const isStale = computed(() => answered.value !== asked.value)
  return { days: days as Readonly<Ref<readonly Day[]>>, error: loaded.error, isStale, reload }
}

/** Calls when what others do may have changed what is free in the store. */
export function useRefreshing(refresh: () => Promise<void>, store: () => string | undefined): void {
  const look = () => {
    if (document.visibilityState === 'visible' && navigator.onLine) void refresh()
  }
  const timer = setInterval(look, OTHERS_BOOK_EVERY_MS)
  let soon: ReturnType<typeof setTimeout> | undefined
  const lookSoon = () => {
    soon ??= setTimeout(() => {
      soon = undefined
      look()
    }, Math.random() * NOT_ALL_AT_ONCE_MS)
  }
  document.addEventListener('visibilitychange', look)
  addEventListener('focus', look)
  addEventListener('online', look)
  onScopeDispose(() => {
    clearInterval(timer)
    clearTimeout(soon)
    document.removeEventListener('visibilitychange', look)
    removeEventListener('focus', look)
    removeEventListener('online', look)
  })
  useLive((kind, data) => {
    if (kind === 'free_times_changed' && data.store_id === store()) lookSoon()
    if (kind === 'appointment_changed' || kind === 'resync') look()
  })
}

/** From now, where other times are about to be shown, until they are painted. */
export function measureRedraw(): void {
  const start = performance.now()
  void nextTick(() =>
    requestAnimationFrame(() => {
      const painted = new MessageChannel()
      painted.port1.onmessage = () => {
        performance.clearMeasures(MEASURED) // a page left open all day keeps one
        performance.measure(MEASURED, { start, end: performance.now() })
        painted.port1.close()
      }
      painted.port2.postMessage(null)
    }),
  )
}
