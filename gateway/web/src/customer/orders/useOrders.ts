import { computed, ref, shallowRef, watch } from 'vue'
import { api, got } from '@/shared/api/client'
import { Unreachable } from '@/shared/api/refusals'
import { useLoaded } from '@/shared/load'
import { useLive } from '@/shared/live'
import { useSession } from '@/shared/session'
import { CALLED_OFF, DONE, UNDER_WAY } from './statuses'
import { useUpcoming } from './upcoming'
import type { Appointment } from './useAppointment'

export type Shown = 'upcoming' | 'past' | 'cancelled'
const PAGE = 20

/** One's appointments under one of three headings, page by page, kept up to date. */
export function useOrders(shown: () => Shown) {
  const session = useSession()
  const upcoming = useUpcoming()
  const older = shallowRef<Appointment[]>([])
  const cursor = ref<string | null>(null)
  const isLoadingMore = ref(false)

  const first = useLoaded(async () => {
    await session.whenKnown()
    if (shown() === 'upcoming') return null
    if (!session.isSignedIn) throw new Unreachable() // only without a line does anybody come here unknown
    return { of: shown(), page: await page(shown()) }
  }, [shown, () => session.account?.id])
  watch(
    () => first.data.value,
    (told) => {
      older.value = []
      cursor.value = told?.page.next_cursor ?? null
    },
  )
  useLive((kind) => {
    if (shown() !== 'upcoming' && (kind === 'appointment_changed' || kind === 'resync')) void first.reload()
  })

  async function more(): Promise<void> {
    if (!cursor.value || isLoadingMore.value) return
    isLoadingMore.value = true
    try {
      const next = await page(shown(), cursor.value)
      older.value = [...older.value, ...next.items]
      cursor.value = next.next_cursor ?? null
    } finally {
      isLoadingMore.value = false
    }
  }

  const isUpcoming = computed(() => shown() === 'upcoming')
  const isOther = computed(() => first.data.value?.of !== shown())
  const items = computed(() => {
    if (isUpcoming.value) return upcoming.items.value
    return isOther.value ? [] : [...(first.data.value?.page.items ?? []), ...older.value]
  })
  const error = computed(() => (isUpcoming.value ? upcoming.error.value : first.error.value))
  const isFirst = computed(() => (isUpcoming.value ? upcoming.isFirst.value : isOther.value && !first.error.value))
  const seenAt = computed(() => (isUpcoming.value ? upcoming.seenAt.value : null))
  const hasMore = computed(() => !isUpcoming.value && cursor.value !== null)
  const reload = () => (isUpcoming.value ? upcoming.reload() : first.reload())
  return { items, error, isFirst, seenAt, hasMore, isLoadingMore, reload, more }
}

async function page(shown: Shown, cursor?: string) {
  const statuses = { upcoming: UNDER_WAY, past: DONE, cancelled: CALLED_OFF }[shown]
  const query = { status: statuses.join(','), limit: PAGE, cursor }
  return got(api.GET('/api/v1/appointments', { params: { query } }))
}
