import { instantAt, offsetOf } from '@/shared/times'
import { overlaps, type Block, type Day, type Line } from './day'

// Where a visit is being moved to, and what is said of it: pure decisions, for pointer, keyboard and dialog alike.

/** A place on the board. */
export interface Spot {
  laneId: string
  start: number
}

/** What a dry run said of a spot. */
export type Verdict =
  | { kind: 'checking' }
  | { kind: 'fine'; technicians: string }
  | { kind: 'refused'; code: string; text: string }
  | { kind: 'unknown'; text: string }

const STEP = 5
const MAGNET = 10

/** Rules of convenience that the desk may set aside with a reason; never somebody else's time or the working hours. */
const OVERRIDABLE = ['too_soon', 'too_far_ahead', 'off_grid', 'customer_limit_reached']
export const mayOverride = (code: string): boolean => OVERRIDABLE.includes(code)

/** Whether the desk may move that visit at all. */
export const canMove = (block: Block): boolean => block.line?.allowed_actions.includes('reschedule') ?? false

/** Whom a visit may go to: alone with its technician anybody; a bed is chosen by itself, a party moves as a whole. */
export function lanesFor(day: Day, block: Block): string[] {
  const lane = day.lanes.find((one) => one.id === block.laneId)
  if (lane?.kind !== 'technician' || block.line?.technicians.length !== 1) return [block.laneId]
  return day.lanes.filter((one) => one.kind === 'technician').map((one) => one.id)
}

/** The start nearest to where somebody points: one that is offered there, where it is close; else the next five minutes. */
export function snapped(minutes: number, offered: readonly number[] = []): number {
  const near = offered.toSorted((a, b) => Math.abs(a - minutes) - Math.abs(b - minutes))[0]
  return near !== undefined && Math.abs(near - minutes) <= MAGNET ? near : Math.round(minutes / STEP) * STEP
}

/** The start one key press further: the next that is offered, or a quarter of an hour. */
export function stepped(start: number, direction: 1 | -1, offered: readonly number[] = []): number {
  const further = offered.filter((one) => (one - start) * direction > 0)
  if (further.length) return direction > 0 ? Math.min(...further) : Math.max(...further)
  return start + direction * 15
}

/** What to ask the API for. Who stays on the lane keeps having been chosen as they were. */
export function wanted(block: Block, line: Line, to: Spot) {
  const moved = Date.parse(line.starts_at) + (to.start - block.start) * 60_000
  return {
    version: line.version,
    starts_at: instantAt(moved, offsetOf(line.starts_at)),
    ...(to.laneId === block.laneId ? {} : { technician_id: to.laneId }),
  }
}

/** Whose visits lie where this one would go, buffers included. */
export function inTheWay(day: Day, block: Block, to: Spot): Block[] {
  const lane = day.lanes.find((one) => one.id === to.laneId)
  const around = (one: Block, start = one.start, end = one.end) => ({ start: start - one.before, end: end + one.after })
  const there = around(block, to.start, to.start + block.end - block.start)
  return lane?.blocks.filter((one) => one.id !== block.id && overlaps(around(one), there)) ?? []
}

/** The neighbour of a visit in a direction, for the arrow keys; null at the edge. */
export function neighbour(lanes: Day['lanes'], block: Block, key: string): Block | null {
  const at = lanes.findIndex((lane) => lane.id === block.laneId)
  const inLane = lanes[at]?.blocks ?? []
  const index = inLane.findIndex((one) => one.key === block.key)
  if (key === 'ArrowLeft') return inLane[index - 1] ?? null
  if (key === 'ArrowRight') return inLane[index + 1] ?? null
  const further = key === 'ArrowUp' ? lanes.slice(0, Math.max(at, 0)).toReversed() : lanes.slice(at + 1)
  const next = further.find((lane) => lane.blocks.length > 0)
  return next?.blocks.toSorted((a, b) => Math.abs(a.start - block.start) - Math.abs(b.start - block.start))[0] ?? null
}
