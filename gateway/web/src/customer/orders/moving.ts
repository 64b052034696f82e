import type { Question } from '../booking/availability'
import type { Appointment } from './useAppointment'

/** The question for other times of an appointment, as if its own were free; what it consists of stays as it is. */
export function questionOf(one: Appointment, technician: string): Question {
  const [first, ...then] = one.treatments
  const addonsOf = (given: (typeof one.treatments)[number]) => given.addons.map((addon) => addon.slug).join(',')
  const address = one.place === 'home' ? (one.address as { lng: number; lat: number } | null) : null
  return {
    store_id: one.store.id,
    treatment_id: one.treatment.id,
    technician_id: technician || undefined,
    party_size: one.party_size > 1 ? one.party_size : undefined,
    addons: (first && addonsOf(first)) || undefined,
    then: then.length ? then.map((each) => [each.id, '', addonsOf(each)].join(':')) : undefined,
    appointment_id: one.id,
    ...(address ? { place: 'home' as const, lng: address.lng, lat: address.lat } : {}),
  }
}

/** The technician whom the customer had asked for; empty: anybody. */
export const namedIn = (one: Appointment): string => (one.technician_requested && one.technician?.id) || ''
