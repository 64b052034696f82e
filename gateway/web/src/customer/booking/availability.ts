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
const MEASURED = 'availability-redraw'

/**
 * The free times of a fortnight from a day on. They are asked for anew when the question changes, when one's own
 * appointments change, when the page is looked at again, and now and then, as others book all the while; a redraw
 * happens only when something is different, and is measured as `availability-redraw`.
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
  useRefreshing(reload)
  /** What is shown answers another question: the place for a skeleton. */
  const isStale = computed(() => answered.value !== asked.value)
  return { days: days as Readonly<Ref<readonly Day[]>>, error: loaded.error, isStale, reload }
}

/** Calls when what others do may have changed what is free. */
export function useRefreshing(refresh: () => Promise<void>): void {
  const look = () => {
    if (document.visibilityState === 'visible' && navigator.onLine) void refresh()
  }
  const timer = setInterval(look, OTHERS_BOOK_EVERY_MS)
  document.addEventListener('visibilitychange', look)
  addEventListener('focus', look)
  addEventListener('online', look)
  onScopeDispose(() => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', look)
    removeEventListener('focus', look)
    removeEventListener('online', look)
  })
  useLive((kind) => {
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
