import { computed, type Ref } from 'vue'
import { api, got } from '@/shared/api/client'
import { language } from '@/shared/language'
import { allOf } from '@/shared/lists'
import type { News } from '@/shared/live'
import { useLoaded } from '@/shared/load'
import { useNewsOf } from '../news'
import type { Store } from '../store'
import { dayOfLanes, openOn, type CalendarLane } from './day'

const OURS: readonly News[] = [
  'appointment_changed',
  'queue_ticket_changed',
  'waitlist_offered',
  'home_visit_offered',
  'sos_raised',
]

/** A store's day: whose time is taken, whose visits they are, the queue and the calls for help; kept up by the news. */
export function useBoard(store: Ref<Store>, on: Ref<string>) {
  const place = () => store.value.id
  const treatments = useLoaded(
    () => allOf((query) => api.GET('/api/v1/treatments', { params: { query: { ...query, store_id: place() } } })),
    [place, language],
  )
  const hours = useLoaded(
    () => got(api.GET('/api/v1/stores/hours', { params: { query: { store_id: place(), from: on.value, days: 1 } } })),
    [place, on],
  )
  const told = useLoaded(read, [place, on, language])

  async function read() {
    const asked = on.value
    const [calendar, board, alerts] = await Promise.all([
      got(api.GET('/api/v1/calendar', { params: { query: { store_id: place(), from: asked, days: 1 } } })),
      got(api.GET('/api/v1/board', { params: { query: { store_id: place(), on: asked } } })),
      got(api.GET('/api/v1/sos-alerts', { params: { query: { store_id: place(), open: true, limit: 20 } } })),
    ])
    return { on: asked, calendar, board, alerts: alerts.items }
  }

  const lines = computed(() => Object.values(told.data.value?.board.appointments ?? {}).flat())
  const open = computed(() => openOn(on.value, hours.data.value?.items[0]?.days))
  /** Missing while another day than the one asked for is all there is. */
  const day = computed(() => {
    const answer = told.data.value
    if (!answer?.calendar.from || answer.on !== on.value) return undefined
    return dayOfLanes({
      from: answer.calendar.from,
      resources: answer.calendar.resources as unknown as CalendarLane[],
      lines: lines.value,
      treatments: new Map(treatments.data.value?.map((one) => [one.id, one])),
      open: open.value,
    })
  })

  useNewsOf(place, OURS, told.reload)

  return {
    ...told,
    day,
    lines,
    treatments: computed(() => treatments.data.value ?? []),
    queue: computed(() => told.data.value?.board.queue ?? []),
    alerts: computed(() => told.data.value?.alerts ?? []),
  }
}
export type Board = ReturnType<typeof useBoard>
