import type { LocationQuery } from 'vue-router'
import { addDays, daysBetween, weekOf } from '@/shared/times'

/** Whole days of a store's calendar, `to` included. */
export interface Period {
  from: string
  to: string
}

export const PRESETS = ['thisWeek', 'lastWeek', 'thisMonth', 'lastMonth', 'last30'] as const
export type Preset = (typeof PRESETS)[number]
/** As many as the API counts at once. */
const MOST_DAYS = 366
const DAY = /^\d{4}-\d\d-\d\d$/

export function periodOf(preset: Preset, today: string): Period {
  const monday = weekOf(today)
  const first = `${today.slice(0, 7)}-01`
  switch (preset) {
    case 'thisWeek':
      return { from: monday, to: addDays(monday, 6) }
    case 'lastWeek':
      return { from: addDays(monday, -7), to: addDays(monday, -1) }
    case 'thisMonth':
      return { from: first, to: addDays(`${addDays(first, 31).slice(0, 7)}-01`, -1) }
    case 'lastMonth':
      return { from: `${addDays(first, -1).slice(0, 7)}-01`, to: addDays(first, -1) }
    case 'last30':
      return { from: addDays(today, -29), to: today }
  }
}

/** The days of a period that have begun, where others are still to come; null where all or none have. */
export const begunOf = ({ from, to }: Period, today: string): Period | null =>
  from <= today && today < to ? { from, to: today } : null

/** Which of the presets a period is, if any. */
export const presetOf = ({ from, to }: Period, today: string): Preset | undefined =>
  PRESETS.find((preset) => {
    const known = periodOf(preset, today)
    return known.from === from && known.to === to
  })

/** Whether the API would count it; a field may be empty while it is being filled in. */
export function isCountable({ from, to }: Period): boolean {
  if (![from, to].every((day) => DAY.test(day) && !Number.isNaN(Date.parse(day)))) return false
  const days = daysBetween(from, to)
  return days >= 0 && days < MOST_DAYS
}

/** The period in an address; this week where it has none that makes sense. */
export function periodIn(query: LocationQuery, today: string): Period {
  const asked = { from: String(query['from'] ?? ''), to: String(query['to'] ?? '') }
  return isCountable(asked) ? asked : periodOf('thisWeek', today)
}
