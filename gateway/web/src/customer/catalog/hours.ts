import type { Shape } from '@/shared/api/client'
import { clockOf, dayOf, instantAt, offsetIn, offsetOf, today } from '@/shared/times'
import type { Store } from './catalog'

export type SpecialDay = Shape<'CalendarDay'>
export type OpenDay = Shape<'OpenDay'>
type Span = OpenDay['spans'][number]

export interface DayHours extends OpenDay {
  /** What is told of the day, in words; its hours heed it already. */
  special?: SpecialDay
  /** Why it is closed for some of that day, or all of it. */
  closures: readonly Shape<'Closure'>[]
}

export const WEEK_DAYS = 7
/** A week of a store from its today on, with what there is to say of its days. */
export function weekFrom(store: Store, hours: readonly OpenDay[], special: readonly SpecialDay[] = []): DayHours[] {
  const first = today(offsetIn(store.timezone))
  const week = hours.filter(({ date }) => date >= first).slice(0, WEEK_DAYS)
  return week.map((day) => ({
    ...day,
    special: special.find((one) => one.on === day.date),
    closures: (store.closures ?? []).filter((closure) => touches(closure, day.date)),
  }))
}

/** A closure is told in instants or in whole days, the last one included. */
function touches(closure: Shape<'Closure'>, day: string): boolean {
  const isInstant = closure.to.length > 10
  const last = dayOf(closure.to)
  const endsAtMidnight = isInstant && closure.to.slice(11, 16) === '00:00'
  return dayOf(closure.from) <= day && (endsAtMidnight ? day < last : day <= last)
}

export type Openness = { is: 'open'; until: string } | { is: 'later'; from: string } | { is: 'closed' }

/** What the door says at a moment: open since last evening, perhaps, or later today. */
export function opennessOf(hours: readonly OpenDay[], present: number): Openness {
  const spans: Span[] = hours.flatMap((day) => day.spans)
  const open = spans.find((span) => Date.parse(span.from) <= present && present < Date.parse(span.to))
  if (open) return { is: 'open', until: clockOf(open.to) }
  const next = spans.find((span) => present < Date.parse(span.from))
  const isToday = next && dayOf(next.from) === dayOf(instantAt(present, offsetOf(next.from)))
  return isToday ? { is: 'later', from: clockOf(next.from) } : { is: 'closed' }
}
