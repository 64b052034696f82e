import type { Shape } from '@/shared/api/client'
import { offsetOf } from '@/shared/times'

// A store's day as lanes of minutes since its midnight, put together from the calendar (whose time is taken) and the
// board (whose visit it is). Pure: nothing here asks or draws.

type Treatment = Shape<'Treatment'>
export type Line = Shape<'BoardLine'>
export type Status = Shape<'Appointment'>['status']

/** Minutes since the store's midnight. */
export interface Span {
  start: number
  end: number
}

interface Stretch {
  from: string
  to: string
}
interface Claim {
  appointment_id: string
  starts_at: string
  ends_at: string
  treatment_id: string
  place: string
  conflicts?: string[]
}
interface Journey {
  leave_at: string
  arrive_at: string
}
export interface CalendarLane {
  id: string
  kind: 'technician' | 'bed' | 'device'
  name: string
  shifts: Stretch[]
  away: Stretch[]
  claims: Claim[]
  travel?: Journey[]
}

/** A visit on one lane; `line` is missing for one of another store, whose time is merely taken. */
export interface Block extends Span {
  key: string
  id: string
  laneId: string
  /** Preparing and turning over, in minutes: kept free, and nobody's appointment. */
  before: number
  after: number
  /** Where blocks of a lane lie over one another (several beds of a kind), each has a row of its own. */
  row: number
  line: Line | null
  isHome: boolean
  conflicts: readonly string[]
}

export interface Lane {
  id: string
  kind: CalendarLane['kind']
  name: string
  shifts: Span[]
  away: Span[]
  travel: Span[]
  blocks: Block[]
  rows: number
}

export interface Day {
  lanes: Lane[]
  axis: Span
}

const MINUTE_MS = 60_000
const HOUR = 60
const USUAL: Span = { start: 10 * HOUR, end: 20 * HOUR }

/** Minutes from the midnight `from` to an instant. */
export const minutesAfter = (from: string, instant: string): number =>
  Math.round((Date.parse(instant) - Date.parse(from)) / MINUTE_MS)

/** `10:05` of minutes since midnight; past midnight `25:30` reads `01:30`. */
export const clockText = (minutes: number): string =>
  [Math.floor(minutes / HOUR) % 24, minutes % HOUR].map((part) => String(part).padStart(2, '0')).join(':')

/** Minutes since midnight of `10:05`, also past midnight (`26:00`). */
export function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number)
  return hours * HOUR + minutes
}

export const overlaps = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end

interface Told {
  from: string
  resources: readonly CalendarLane[]
  lines: readonly Line[]
  treatments: ReadonlyMap<string, Pick<Treatment, 'prep_minutes' | 'turnover_minutes'>>
  /** When the store is open; beds and devices have no shifts of their own. */
  open: readonly Span[]
}

/** The lanes of a day and the hours to draw. */
export function dayOfLanes(told: Told): Day {
  const lines = new Map(told.lines.map((line) => [line.id, line]))
  const span = (start: string, end: string): Span => ({
    start: minutesAfter(told.from, start),
    end: minutesAfter(told.from, end),
  })
  const lanes = told.resources.map((resource): Lane => {
    const blocks = resource.claims.map((claim) => {
      const treatment = told.treatments.get(claim.treatment_id)
      return {
        ...span(claim.starts_at, claim.ends_at),
        key: `${resource.id}/${claim.appointment_id}`,
        id: claim.appointment_id,
        laneId: resource.id,
        before: treatment?.prep_minutes ?? 0,
        after: treatment?.turnover_minutes ?? 0,
        row: 0,
        line: lines.get(claim.appointment_id) ?? null,
        isHome: claim.place === 'home',
        conflicts: claim.conflicts ?? [],
      }
    })
    const shifts = resource.shifts.map((shift) => span(shift.from, shift.to))
    return {
      id: resource.id,
      kind: resource.kind,
      name: resource.name,
      shifts: resource.kind === 'technician' ? shifts : [...told.open],
      away: resource.away.map((away) => span(away.from, away.to)),
      travel: (resource.travel ?? []).map((way) => span(way.leave_at, way.arrive_at)),
      ...inRows(blocks),
    }
  })
  return { lanes, axis: axisOf(lanes, told.open) }
}

/** Each block in the first row where it covers no other. */
function inRows(blocks: Block[]): { blocks: Block[]; rows: number } {
  const ends: number[] = []
  const placed = blocks
    .toSorted((a, b) => a.start - b.start)
    .map((block) => {
      const free = ends.findIndex((end) => end <= block.start)
      const row = free < 0 ? ends.length : free
      ends[row] = block.end
      return { ...block, row }
    })
  return { blocks: placed, rows: Math.max(1, ends.length) }
}

/** Whole hours around everything there is to see. */
function axisOf(lanes: readonly Lane[], open: readonly Span[]): Span {
  const spans = [
    ...open,
    ...lanes.flatMap((lane) => [...(lane.kind === 'technician' ? lane.shifts : []), ...lane.blocks]),
  ]
  if (spans.length === 0) return USUAL
  return {
    start: Math.floor(Math.min(...spans.map((span) => span.start)) / HOUR) * HOUR,
    end: Math.ceil(Math.max(...spans.map((span) => span.end)) / HOUR) * HOUR,
  }
}

/** What of the axis lies outside the spans: the time nobody works. */
export function gaps(axis: Span, spans: readonly Span[]): Span[] {
  const found: Span[] = []
  let at = axis.start
  for (const span of spans.toSorted((a, b) => a.start - b.start)) {
    if (span.start > at) found.push({ start: at, end: Math.min(span.start, axis.end) })
    at = Math.max(at, span.end)
  }
  if (at < axis.end) found.push({ start: at, end: axis.end })
  return found
}

/** When a store is open on a day, in minutes from its midnight. */
export function openOn(on: string, days: readonly Shape<'OpenDay'>[] = []): Span[] {
  const spans = days.find((day) => day.date === on)?.spans ?? []
  return spans.map(({ from, to }) => {
    const midnight = `${on}T00:00:00${offsetOf(from)}`
    return { start: minutesAfter(midnight, from), end: minutesAfter(midnight, to) }
  })
}

// How far a visit has come, in the few groups that the board tells apart by colour and by word.
export const PHASES = ['waiting', 'confirmed', 'here', 'under_way', 'done'] as const
export type Phase = (typeof PHASES)[number]
const PHASE_OF: Partial<Record<string, Phase>> = {
  requested: 'waiting',
  pending_payment: 'waiting',
  pending_acceptance: 'waiting',
  confirmed: 'confirmed',
  departed: 'here',
  arrived: 'here',
  checked_in: 'here',
  in_service: 'under_way',
}
export const phaseOf = (status: string): Phase => PHASE_OF[status] ?? 'done'
