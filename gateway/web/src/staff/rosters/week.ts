import type { Shape } from '@/shared/api/client'
import { addDays, clockOf, dayOf } from '@/shared/times'

export type Shift = Shape<'Shift'>
export type Weekday = keyof Shape<'Weekly'>
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** What the calendar tells of one technician or bed: instants on the store's clock. */
export interface Lane {
  id: string
  kind: 'technician' | 'bed' | 'device'
  name: string
  shifts: { from: string; to: string }[]
  away: { from: string; to: string }[]
  claims: { appointment_id: string; starts_at: string }[]
}

/** One technician's day in the grid. */
export interface DayCell {
  day: string
  /** As people write them: `10:00–14:00`. */
  spans: string[]
  isAway: boolean
  appointments: number
}

export interface WeekRow {
  technicianId: string
  name: string
  cells: DayCell[]
}

const daysFrom = (first: string, count = 7): string[] =>
  Array.from({ length: count }, (_, index) => addDays(first, index))

/** The technicians' days of a calendar; beds and devices have no roster. */
export function weekGrid(lanes: readonly Lane[], first: string): WeekRow[] {
  return lanes
    .filter((lane) => lane.kind === 'technician')
    .map((lane) => ({
      technicianId: lane.id,
      name: lane.name,
      cells: daysFrom(first).map((day) => cellOf(lane, day)),
    }))
}

function cellOf(lane: Lane, day: string): DayCell {
  return {
    day,
    spans: lane.shifts.filter(({ from }) => dayOf(from) === day).map(({ from, to }) => spanOf(from, to)),
    isAway: lane.away.some(({ from, to }) => dayOf(from) <= day && `${day}T00:00` < to.slice(0, 16)),
    appointments: lane.claims.filter(({ starts_at }) => dayOf(starts_at) === day).length,
  }
}

const spanOf = (from: string, to: string): string => `${clockOf(from)}–${clockOf(to)}`

/** A proposed plan as the same grid; who has no day in it is off. */
export function proposedGrid(plan: readonly Shape<'RosteredDay'>[], present: readonly WeekRow[]): WeekRow[] {
  const spans = new Map(plan.map((one) => [`${one.technician_id} ${one.on}`, one.shifts.flatMap(piecesOf)]))
  return present.map((row) => ({
    ...row,
    cells: row.cells.map((cell) => ({ ...cell, spans: spans.get(`${row.technicianId} ${cell.day}`) ?? [] })),
  }))
}

/** A shift without its breaks: the pieces somebody works. Clocks compare as text, past midnight too (`26:00`). */
export function piecesOf(shift: Shift): string[] {
  const breaks = [...(shift.breaks ?? [])].sort((one, other) => one.from.localeCompare(other.from))
  const starts = [shift.from, ...breaks.map(({ to }) => to)]
  const ends = [...breaks.map(({ from }) => from), shift.to]
  return starts.map((start, index) => `${start}–${ends[index]}`)
}

/** Every quarter of an hour a shift may begin or end at, past midnight as the API writes it: `06:00` … `28:00`. */
export function clockChoices(first = 6, last = 28): string[] {
  const quarters = Array.from({ length: (last - first) * 4 + 1 }, (_, index) => first * 60 + index * 15)
  return quarters.map((minutes) => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`)
}

const two = (value: number): string => String(value).padStart(2, '0')
