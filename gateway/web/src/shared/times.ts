import { now } from './clock'

// The API tells every time with its store's offset (2026-11-23T15:00:00+08:00), so that what a person should read stands
// in the text itself. Nothing here asks the browser's own time zone.

const OFFSET = /(Z|[+-]\d\d:\d\d)$/
const DAY_MS = 86_400_000

/** `2026-11-23`, as the store counts days. */
export const dayOf = (instant: string): string => instant.slice(0, 10)

/** `15:00`, as the store's clock shows it. */
export const clockOf = (instant: string): string => instant.slice(11, 16)

/** `+08:00` of a time; Shanghai's for a text that has none. */
export const offsetOf = (instant: string): string => OFFSET.exec(instant)?.[1]?.replace('Z', '+00:00') ?? '+08:00'

/** Minutes of an offset: `+08:00` → 480. */
export function offsetMinutes(offset: string): number {
  const [hours = 0, minutes = 0] = offset.slice(1).split(':').map(Number)
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes)
}

/** Milliseconds since the epoch as the RFC 3339 text of a store's clock. */
export function instantAt(ms: number, offset = '+08:00'): string {
  return new Date(ms + offsetMinutes(offset) * 60_000).toISOString().slice(0, 19) + offset
}

/** The offset of a zone: `Asia/Shanghai` → `+08:00`. For where no time of the store has been told yet. */
export function offsetIn(timeZone: string, ms = now()): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(ms)
  const told = parts.find((part) => part.type === 'timeZoneName')?.value.slice('GMT'.length)
  return told || '+00:00'
}

/** The store's today. */
export const today = (offset = '+08:00'): string => dayOf(instantAt(now(), offset))

/** Today by the calendar of a zone: `todayIn(store.timezone)`. */
export const todayIn = (timeZone: string): string => today(offsetIn(timeZone))

/** The earliest day that it is anywhere: for what is asked of stores that are not known yet. */
export const earliestToday = (): string => today('-12:00')

/** A day so many days later (or earlier). */
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)

/** How many days from one day to the other. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS)

/** 0 = Monday … 6 = Sunday. */
export const weekdayOf = (day: string): number => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7

/** The Monday of a day's week. */
export const weekOf = (day: string): string => addDays(day, -weekdayOf(day))

/** A day in words of a language: `11月23日 周一`, `Mon 23 Nov`. */
export function dayInWords(day: string, language: string, style: 'short' | 'long' = 'short'): string {
  const long = style === 'long'
  const format = new Intl.DateTimeFormat(language, {
    timeZone: 'UTC',
    month: long || language.startsWith('zh') ? 'long' : 'short',
    day: 'numeric',
    weekday: long ? 'long' : 'short',
  })
  return format.format(new Date(`${day}T00:00:00Z`))
}

/** The weekday alone: `周一`, `Mon`. */
export const weekdayInWords = (day: string, language: string): string =>
  new Intl.DateTimeFormat(language, { timeZone: 'UTC', weekday: 'short' }).format(new Date(`${day}T00:00:00Z`))

/** Minutes and seconds left until a moment: `4:05`; `0:00` when it is over. */
export function countdown(until: string, present: number): string {
  const seconds = Math.max(0, Math.ceil((Date.parse(until) - present) / 1000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
