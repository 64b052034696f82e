import { offsetIn, offsetMinutes } from '@/shared/times'

/** What a store's clock shows, as an instant: (`2026-11-18`, `14:00`) → `2026-11-18T14:00:00+08:00`. */
export function instantOn(day: string, clock: string, timezone: string): string {
  // The offset of the instant itself: on the day a clock is changed it differs within the day.
  const guess = Date.parse(`${day}T${clock}:00Z`)
  const offset = offsetIn(timezone, guess - offsetMinutes(offsetIn(timezone, guess)) * 60_000)
  return `${day}T${clock}:00${offset}`
}
