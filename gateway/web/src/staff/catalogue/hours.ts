import type { Shape } from '@/shared/api/client'
import { WEEKDAYS } from '../rosters/week'

/** Days of the week that are alike, one after another, as one: by their numbers, with their hours (`10:00–22:00`). */
export function alikeDays(
  store: Pick<Shape<'Store'>, 'opening_hours'>,
): { first: number; last: number; hours: string }[] {
  const days: { first: number; last: number; hours: string }[] = []
  for (const [at, day] of WEEKDAYS.entries()) {
    const hours = (store.opening_hours[day] ?? []).map(({ from, to }) => `${from}–${to}`).join(' ')
    const before = days.at(-1)
    if (before?.hours === hours) before.last = at
    else days.push({ first: at, last: at, hours })
  }
  return days
}
