import { now } from '@/shared/clock'
import type { Visit } from './timeline'
import type { Days } from './useDays'

/** A day as it was last seen, and whose it is. */
export interface Kept extends Days {
  technician: string
  day: string
  seenAt: number
}

const KEPT = 'kept-day'

/** Only what the timeline shows: nobody's telephone, nor words that may tell of their health, stays on the device. */
const slim = (visit: Visit): Visit => ({
  ...visit,
  note: null,
  contact: null,
  address: visit.address && { text: visit.address.text },
})

/** Keeps the day on this device for when there is no network. */
export function keep(technician: string, day: string, { lane, visits }: Days): void {
  const away = lane.away.map((one) => ({ ...one, reason: null }))
  const kept: Kept = { technician, day, seenAt: now(), lane: { ...lane, away }, visits: visits.map(slim) }
  try {
    localStorage.setItem(KEPT, JSON.stringify(kept))
  } catch {
    forget() // a full device keeps nothing rather than something old
  }
}

/** That day as it was kept; nothing of any other day. */
export function keptOf(day: string): Kept | null {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT) ?? 'null') as Kept | null
    return kept?.day === day ? kept : null
  } catch {
    return null
  }
}

/** For when they sign out, or somebody else signs in. */
export const forget = (): void => localStorage.removeItem(KEPT)
