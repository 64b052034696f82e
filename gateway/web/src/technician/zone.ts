import { offsetMinutes } from '@/shared/times'

/** The offset a time zone has at a moment: `Asia/Shanghai` → `+08:00`. The zone is the store's, never the device's. */
export function offsetIn(timezone: string, ms: number): string {
  const format = new Intl.DateTimeFormat('en', { timeZone: timezone, timeZoneName: 'longOffset' })
  const name = format.formatToParts(new Date(ms)).find((part) => part.type === 'timeZoneName')?.value ?? ''
  return /[+-]\d\d:\d\d$/.exec(name)?.[0] ?? '+00:00'
}

/** What a store's clock shows, as an instant: (`2026-11-18`, `14:00`) → `2026-11-18T14:00:00+08:00`. */
export function instantOn(day: string, clock: string, timezone: string): string {
  // The offset of the instant itself: on the day a clock is changed it differs within the day.
  const guess = Date.parse(`${day}T${clock}:00Z`)
  const offset = offsetIn(timezone, guess - offsetMinutes(offsetIn(timezone, guess)) * 60_000)
  return `${day}T${clock}:00${offset}`
}
