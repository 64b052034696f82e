import { computed, ref, watch } from 'vue'
import { useRouter } from 'vue-router'
import { useAction } from '@/shared/action'
import { api, got, type Shape } from '@/shared/api/client'
import { isUnanswered } from '@/shared/api/refusals'
import { useLoaded } from '@/shared/load'
import { useSession } from '@/shared/session'
import { keepAddress } from './addresses'
import { useRefreshing } from './availability'
import { draft, draftIsBooked } from './draft'
import { isOfTheTime, useExplained } from './explained'
import { rememberStore } from './shop'
import type { Booking } from './useBooking'
import { queryOf, type Wish } from './wish'

type Body = Shape<'BookAppointment'>

/** The last step: what it costs and what holds for it, whether the time is still free, and booking it, once. */
export function useConfirm({ shop, wish, treatment, store, technician, isAtHome, addons, question }: Booking) {
  const router = useRouter()
  const session = useSession()
  /** Back to choosing, with all that was chosen. */
  const again = computed(() => ({ name: 'book', query: queryOf({ ...wish.value, at: '' }) }))
  const change = (part: Partial<Wish>) => void router.replace({ query: queryOf({ ...wish.value, ...part }) })

  const quote = useLoaded(async () => {
    if (!question.value || !wish.value.at) return null
    const { store_id, treatment_id, technician_id, party_size, addons, place } = question.value
    const visit = { store_id, treatment_id, technician_id, party_size, addons, place }
    const query = { ...visit, starts_at: wish.value.at, course_id: wish.value.course || undefined }
    return got(api.GET('/api/v1/quote', { params: { query } }))
  }, [() => JSON.stringify([question.value, wish.value.at, wish.value.course, session.account?.id])])

  const booking = useAction(async (key: string, body: Body) => {
    const params = { header: { 'Idempotency-Key': key } }
    const made = await got(api.POST('/api/v1/appointments', { params, body }))
    isBooked.value = true
    return made
  })
  const isBooked = ref(false)
  /** What was sent and may have been booked: trying again sends the same. */
  let sent: Body | null = null
  watch(
    () => wish.value.at,
    () => (booking.error.value = null),
  )
  watch(booking.error, (problem) => {
    if (isOfTheTime(problem)) void explained.refused((problem as Error).message).catch(() => undefined)
  })

  const explained = useExplained(
    () => question.value,
    () => wish.value.at,
    () => booking.isRunning.value || isBooked.value || isUnanswered(booking.error.value),
  )
  // Whether it is still free is a courtesy here; booking decides. A lost line is told there.
  const look = () => explained.look().catch(() => undefined)
  useRefreshing(look, () => store.value?.id)
  watch([() => wish.value.at, () => session.account?.id, () => question.value !== null], look, { immediate: true })

  function asked(): Body | null {
    if (!store.value || !treatment.value) return null
    const contact = { name: draft.contactName.trim() || null, phone: draft.contactPhone.trim() || null }
    return {
      store_id: store.value.id,
      treatment_id: treatment.value.id,
      starts_at: wish.value.at,
      technician_id: technician.value?.id ?? null,
      place: isAtHome.value ? 'home' : 'store',
      address: isAtHome.value ? draft.address : null,
      contact: contact.name || contact.phone ? contact : null,
      party_size: wish.value.party || null,
      addons: addons.value.map((one) => one.slug),
      note: draft.note.trim() || null,
      course_id: wish.value.course || null,
    }
  }

  async function send(): Promise<void> {
    sent = isUnanswered(booking.error.value) ? sent : asked()
    const made = sent && (await booking.run(sent))
    if (!made) return
    const { address, keepsAddress } = draft
    if (isAtHome.value && address && keepsAddress && session.account) {
      void keepAddress(session.account.id, address).catch(() => undefined) // the visit is booked all the same
    }
    if (!isAtHome.value) rememberStore(made.store.id)
    draftIsBooked()
    await router.replace({ name: 'booked', params: { id: made.id } })
  }

  // An address that lacks something, or that nobody can give, leads back to choosing.
  const isIncomplete = computed(() => {
    const isUnknown = !shop.isFirst.value && !shop.error.value && !store.value
    return !wish.value.at || isUnknown || (isAtHome.value && !draft.address)
  })
  watch(isIncomplete, (lacking) => lacking && void router.replace(again.value), { immediate: true })

  return { again, change, quote, trouble: explained.trouble, booking, send }
}
