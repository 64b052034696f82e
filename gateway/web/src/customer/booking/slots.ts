import type { Shape } from '@/shared/api/client'
import { clockOf } from '@/shared/times'

export type Slot = Shape<'Slot'>
export type Day = Shape<'AvailableDay'>
export type PartOfDay = 'morning' | 'afternoon' | 'evening'

const AFTERNOON = '12:00'
const EVENING = '18:00'

const partOf = (slot: Slot): PartOfDay => {
  const clock = clockOf(slot.starts_at)
  if (clock < AFTERNOON) return 'morning'
  return clock < EVENING ? 'afternoon' : 'evening'
}

/** A day's times under the headings people look for; a part without any is left out. */
export function byPart(slots: readonly Slot[]): { part: PartOfDay; slots: Slot[] }[] {
  const parts = (['morning', 'afternoon', 'evening'] as const).map((part) => ({
    part,
    slots: slots.filter((slot) => partOf(slot) === part),
  }))
  return parts.filter((one) => one.slots.length > 0)
}

/** The offered times nearest to one that cannot be had, in their order; of two equally near the later one. */
export function nearestTo(startsAt: string, days: readonly Day[], count = 6): Slot[] {
  const wanted = Date.parse(startsAt)
  const away = (slot: Slot) => Math.abs(Date.parse(slot.starts_at) - wanted)
  const inOrder = (a: Slot, b: Slot) => Date.parse(a.starts_at) - Date.parse(b.starts_at)
  const all = days.flatMap((day) => day.slots).filter((slot) => away(slot) > 0)
  return all
    .sort((a, b) => away(a) - away(b) || inOrder(b, a))
    .slice(0, count)
    .sort(inOrder)
}

/** The first day with a time to be had, from a day on. */
export const firstFree = (days: readonly Day[], from = ''): Day | undefined =>
  days.find((day) => day.date >= from && day.slots.length > 0)
