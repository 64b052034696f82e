import type { Shape } from '@/shared/api/client'

type HourUse = Shape<'HourUse'>
type TechnicianUse = Shape<'TechnicianUse'>

/** A row of the heat map: a name, and what is rostered and busy in each hour of the day. */
export interface HeatRow {
  name: string
  hours: Map<number, Use>
}
export interface Use {
  rostered: number
  busy: number
  beyond: number
}

function add(hours: Map<number, Use>, one: HourUse): void {
  const known = hours.get(one.hour) ?? { rostered: 0, busy: 0, beyond: 0 }
  hours.set(one.hour, {
    rostered: known.rostered + one.rostered_minutes,
    busy: known.busy + one.busy_minutes,
    beyond: known.beyond + one.beyond_minutes,
  })
}

/** By technician, all weekdays together; who was not rostered at all is left out. */
export function byTechnician(technicians: readonly TechnicianUse[]): HeatRow[] {
  return technicians
    .filter((one) => one.total.rostered_minutes > 0)
    .map((one) => {
      const hours = new Map<number, Use>()
      for (const hour of one.hours) add(hours, hour)
      return { name: one.technician.name, hours }
    })
}

/** By weekday, Monday first, all technicians together. */
export function byWeekday(hours: readonly HourUse[], nameOf: (weekday: number) => string): HeatRow[] {
  return [1, 2, 3, 4, 5, 6, 7].map((weekday) => {
    const row = new Map<number, Use>()
    for (const hour of hours) if (hour.weekday === weekday) add(row, hour)
    return { name: nameOf(weekday), hours: row }
  })
}

/** The hours from the first to the last in which anybody is rostered; what is taken beyond has no share to show. */
export function hoursOf(rows: readonly HeatRow[]): number[] {
  const known = rows.flatMap((row) => [...row.hours].filter(([, use]) => use.rostered > 0).map(([hour]) => hour))
  if (!known.length) return []
  const [first, last] = [Math.min(...known), Math.max(...known)]
  return Array.from({ length: last - first + 1 }, (_, number) => first + number)
}

/** Busy of rostered; none where nobody is rostered. */
export const shareOf = (use: Use | undefined): number | null => (use?.rostered ? use.busy / use.rostered : null)
