import { useLoaded } from '@/shared/load'
import { api, got } from '@/shared/api/client'
import { addDays } from '@/shared/times'
import { useFresh } from '../fresh'
import { useMe } from '../me'
import { joined, stands, type Lane, type Visit } from './timeline'

export interface Days {
  lane: Omit<Lane, 'id'>
  visits: Visit[]
}

/** A technician's own days from `first` on: working time, ways and visits; kept fresh. */
export function useDays(first: () => string, count: number) {
  const days = useLoaded(() => daysFrom(first(), count), [first])
  useFresh(['appointment_changed', 'home_visit_offered'], days.reload)
  return days
}

export async function daysFrom(first: string, count: number): Promise<Days> {
  await useMe().load()
  const [lane, visits] = await Promise.all([laneOf(first, count), visitsOf(first, count)])
  return { lane, visits }
}

async function laneOf(from: string, days: number): Promise<Omit<Lane, 'id'>> {
  const { stores, id } = useMe()
  const calendars = await Promise.all(
    stores.map((store) => got(api.GET('/api/v1/calendar', { params: { query: { store_id: store.id, from, days } } }))),
  )
  const lanes = calendars.flatMap((calendar) => calendar.resources as unknown as Lane[])
  return joined(lanes.filter((lane) => lane.id === id))
}

async function visitsOf(from: string, days: number): Promise<Visit[]> {
  const found: Visit[] = []
  let cursor: string | undefined
  do {
    const query = { from, to: addDays(from, days - 1), limit: 100, cursor }
    const page = await got(api.GET('/api/v1/appointments', { params: { query } }))
    found.push(...page.items)
    cursor = page.next_cursor ?? undefined
  } while (cursor)
  return found.filter(stands).toSorted((one, other) => Date.parse(one.starts_at) - Date.parse(other.starts_at))
}
