import type { Shape } from '@/shared/api/client'

export type Visit = Shape<'Appointment'>

/** A stretch of time as the calendar tells it. */
export interface Stretch {
  from: string
  to: string
}

/** Where a way begins or ends. */
export interface Spot {
  kind: 'store' | 'home_base' | 'visit'
  name?: string
  name_en?: string
}

/** A way between two places; `leave_at` is the latest to be in time. */
export interface Way {
  from: Spot
  to: Spot
  minutes: number
  leave_at: string
  arrive_at: string
}

export interface Away extends Stretch {
  kind?: string
  reason?: string | null
}

/** A technician's own lane of the calendar. */
export interface Lane {
  id: string
  shifts: Stretch[]
  away: Away[]
  travel: Way[]
}

interface Place extends Stretch {
  /** Stable while the thing itself stays. */
  key: string
  /** How much of it is over, 0 to 1, while it is going on. */
  share: number | null
  isPast: boolean
}
export type Item = Place &
  (
    | { kind: 'visit'; visit: Visit }
    | { kind: 'travel'; way: Way }
    | { kind: 'away'; reason: string | null }
    | { kind: 'break' | 'free' }
  )
type Bare = Stretch & Pick<Place, 'key'> & Record<string, unknown>

const ENDED = new Set(['declined', 'expired', 'cancelled', 'late_cancelled', 'no_show'])
/** Shorter than this it is no time to do anything with. */
const SHORTEST_MS = 5 * 60_000

const at = (instant: string): number => Date.parse(instant)

/** A visit that still takes its time. */
export const stands = (visit: Visit): boolean => !ENDED.has(visit.status)

/** The lanes of one technician in several stores, as one. */
export function joined(lanes: readonly Lane[]): Omit<Lane, 'id'> {
  const all = <T>(of: (lane: Lane) => T[]): T[] => lanes.flatMap(of)
  const once = <T extends object>(items: T[]): T[] => [
    ...new Map(items.map((item) => [JSON.stringify(item), item])).values(),
  ]
  return {
    shifts: once(all((lane) => lane.shifts)).sort((one, other) => at(one.from) - at(other.from)),
    away: once(all((lane) => lane.away)),
    travel: once(all((lane) => lane.travel ?? [])),
  }
}

/**
 * A day in order: visits and ways, time away, breaks between shifts and the free time left in them. `present` is the
 * server's now in milliseconds.
 */
export function timelineOf(lane: Omit<Lane, 'id'>, visits: readonly Visit[], present: number): Item[] {
  const taken: Bare[] = [
    ...visits.filter(stands).map((visit) => ({ ...stretchOf(visit), key: visit.id, kind: 'visit', visit })),
    ...lane.travel.map((way) => ({
      from: way.leave_at,
      to: way.arrive_at,
      key: `way-${way.arrive_at}`,
      kind: 'travel',
      way,
    })),
    ...lane.away.map((away) => ({ ...away, key: `away-${away.from}`, kind: 'away', reason: away.reason ?? null })),
  ]
  const breaks: Bare[] = gapsBetween(lane.shifts).flatMap((gap) => left(gap, taken, 'break'))
  const free: Bare[] = lane.shifts.flatMap((shift) => left(shift, taken, 'free'))
  return [...taken, ...breaks, ...free]
    .sort((one, other) => at(one.from) - at(other.from) || at(one.to) - at(other.to))
    .map((item) => ({ ...item, ...standing(item, present) }) as Item)
}

const stretchOf = (visit: Visit): Stretch => ({ from: visit.starts_at, to: visit.ends_at })

function gapsBetween(shifts: readonly Stretch[]): Stretch[] {
  return shifts.slice(1).flatMap((shift, index) => {
    const before = shifts[index]
    return before && at(shift.from) > at(before.to) ? [{ from: before.to, to: shift.from }] : []
  })
}

/** What of a stretch nothing else takes. */
function left(stretch: Stretch, taken: readonly Stretch[], kind: 'break' | 'free'): Bare[] {
  let free: Stretch[] = [stretch]
  for (const other of taken) free = free.flatMap((one) => without(one, other))
  return free
    .filter((one) => at(one.to) - at(one.from) >= SHORTEST_MS)
    .map((one) => ({ ...one, kind, key: `${kind}-${one.from}` }))
}

function without(one: Stretch, other: Stretch): Stretch[] {
  if (at(other.to) <= at(one.from) || at(other.from) >= at(one.to)) return [one]
  const parts: Stretch[] = []
  if (at(other.from) > at(one.from)) parts.push({ from: one.from, to: other.from })
  if (at(other.to) < at(one.to)) parts.push({ from: other.to, to: one.to })
  return parts
}

function standing({ from, to }: Stretch, present: number): Pick<Place, 'share' | 'isPast'> {
  const isGoingOn = at(from) <= present && present < at(to)
  return { isPast: at(to) <= present, share: isGoingOn ? (present - at(from)) / (at(to) - at(from)) : null }
}

/** Whole minutes of a stretch. */
export const minutesOf = ({ from, to }: Stretch): number => Math.round((at(to) - at(from)) / 60_000)

/** The visit to think of now: the one that is being given or travelled to, else the first still to come. */
export function nextOf(visits: readonly Visit[], present: number): Visit | undefined {
  const open = visits.filter((visit) => stands(visit) && visit.status !== 'completed' && !isOffer(visit))
  const busy = open.find((visit) => ['in_service', 'arrived', 'departed', 'checked_in'].includes(visit.status))
  const sorted = open.toSorted((one, other) => at(one.starts_at) - at(other.starts_at))
  return busy ?? sorted.find((visit) => at(visit.ends_at) > present)
}

/** Whether the customer asked for this technician (点钟). */
export const isByName = (visit: Visit): boolean =>
  (visit.chosen_because as { code?: string } | null | undefined)?.code === 'requested'

/** Whether it waits for this technician's yes or no. */
const isOffer = (visit: Visit): boolean => visit.status === 'pending_acceptance'
