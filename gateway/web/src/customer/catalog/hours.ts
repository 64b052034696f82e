import type { Shape } from '@/shared/api/client'
import { addDays, dayOf, weekdayOf } from '@/shared/times'
import type { Store } from './catalog'

export type SpecialDay = Shape<'CalendarDay'>
type Span = Pick<Shape<'Shift'>, 'from' | 'to'>

export interface DayHours {
  day: string
  /** Empty: closed all day. */
  spans: readonly Span[]
  special?: SpecialDay
  /** Why it is closed for some of that day, or all of it. */
  closures: readonly Shape<'Closure'>[]
}

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** When the store is open on each of the days from `first` on. */
export function hoursOf(store: Store, first: string, count: number, special: readonly SpecialDay[] = []): DayHours[] {
  return Array.from({ length: count }, (_, index) => {
    const day = addDays(first, index)
    const own = special.find((one) => one.on === day)
    return {
      day,
      spans: spansOf(store, day, own),
      special: own,
      closures: (store.closures ?? []).filter((closure) => touches(closure, day)),
    }
  })
}

function spansOf(store: Store, day: string, special?: SpecialDay): readonly Span[] {
  if (special?.kind === 'closed') return []
  if ((special?.kind === 'hours' || special?.kind === 'holiday') && special.hours?.length) return special.hours
  const weekday = (special?.kind === 'workday' && special.follows) || DAYS[weekdayOf(day)]
  return (weekday && store.opening_hours[weekday]) ?? []
}

/** A closure is told in instants or in whole days, the last one included. */
function touches(closure: Shape<'Closure'>, day: string): boolean {
  const isInstant = closure.to.length > 10
  const last = dayOf(closure.to)
  const endsAtMidnight = isInstant && closure.to.slice(11, 16) === '00:00'
  return dayOf(closure.from) <= day && (endsAtMidnight ? day < last : day <= last)
}

const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))

export type Openness = { is: 'open'; until: string } | { is: 'later'; from: string } | { is: 'closed' }

/** What the door says at this moment of the store's clock (`HH:MM`), as far as today's hours tell. */
export function opennessOf(today: DayHours, clock: string): Openness {
  const present = minutesOf(clock)
  const isShut = today.closures.some((closure) => closure.from.length <= 10 || isWithin(closure, today.day, clock))
  if (isShut) return { is: 'closed' }
  const open = today.spans.find((span) => minutesOf(span.from) <= present && present < minutesOf(span.to))
  if (open) return { is: 'open', until: open.to }
  const later = today.spans.find((span) => present < minutesOf(span.from))
  return later ? { is: 'later', from: later.from } : { is: 'closed' }
}

function isWithin(closure: Shape<'Closure'>, day: string, clock: string): boolean {
  const present = `${day}T${clock}`
  return closure.from.slice(0, 16) <= present && present < closure.to.slice(0, 16)
}

const PARTS = new Map<string, Intl.DateTimeFormat>()

/** Day and `HH:MM` that clocks show in a time zone at a moment. */
export function localTime(timezone: string, ms: number): { day: string; clock: string } {
  let format = PARTS.get(timezone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: timezone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
    PARTS.set(timezone, format)
  }
  const part = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, value]))
  return { day: `${part.year}-${part.month}-${part.day}`, clock: `${part.hour}:${part.minute}` }
}
