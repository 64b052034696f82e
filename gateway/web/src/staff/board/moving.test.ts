import { describe, expect, it } from 'vitest'
import type { Block, Day, Lane, Line } from './day'
import { canMove, inTheWay, lanesFor, mayOverride, neighbour, snapped, stepped, wanted } from './moving'

const line = {
  id: 'apt-1',
  version: 3,
  starts_at: '2026-11-18T11:00:00+08:00',
  technicians: [{ id: 'wang' }],
  allowed_actions: ['reschedule'],
} as Line
const block = (changes: Partial<Block> = {}): Block => ({
  key: `${changes.laneId ?? 'wang'}/${changes.id ?? 'apt-1'}`,
  id: 'apt-1',
  laneId: 'wang',
  start: 660,
  end: 720,
  before: 0,
  after: 10,
  row: 0,
  line,
  isHome: false,
  conflicts: [],
  ...changes,
})
const lane = (id: string, kind: Lane['kind'], ...blocks: Block[]): Lane => ({
  id,
  kind,
  name: id,
  shifts: [],
  away: [],
  travel: [],
  blocks,
  rows: 1,
})
const other = block({ id: 'apt-2', laneId: 'li', start: 780, end: 840 })
const later = block({ id: 'apt-3', start: 900, end: 960 })
const day: Day = {
  axis: { start: 600, end: 1200 },
  lanes: [
    lane('wang', 'technician', block(), later),
    lane('none', 'technician'),
    lane('li', 'technician', other),
    lane('bed', 'bed'),
  ],
}

describe('where it may go', () => {
  it('is to any technician for a visit of one', () => {
    expect(lanesFor(day, block())).toEqual(['wang', 'none', 'li'])
  })
  it('is along its own lane for a party, and on a bed', () => {
    expect(lanesFor(day, block({ line: { ...line, technicians: [{ id: 'wang' }, { id: 'li' }] } }))).toEqual(['wang'])
    expect(lanesFor(day, block({ laneId: 'bed' }))).toEqual(['bed'])
  })
  it('is nowhere for what the role may not move, or another store’s visit', () => {
    expect([
      canMove(block()),
      canMove(block({ line: { ...line, allowed_actions: [] } })),
      canMove(block({ line: null })),
    ]).toEqual([true, false, false])
  })
})

describe('a start', () => {
  it('is drawn to one that is offered nearby, and otherwise to five minutes', () => {
    expect([snapped(663, [670, 730]), snapped(663), snapped(700, [670])]).toEqual([670, 665, 700])
  })
  it('steps from offered time to offered time by key', () => {
    expect([stepped(660, 1, [640, 675, 700]), stepped(660, -1, [640, 675]), stepped(660, 1)]).toEqual([675, 640, 675])
  })
})

describe('what is asked for', () => {
  it('names the technician only where the lane is another', () => {
    expect(wanted(block(), line, { laneId: 'wang', start: 690 })).toEqual({
      version: 3,
      starts_at: '2026-11-18T11:30:00+08:00',
    })
    expect(wanted(block(), line, { laneId: 'li', start: 660 })).toMatchObject({ technician_id: 'li' })
  })
  it('moves the whole visit by as much as the part that was taken hold of', () => {
    const second = block({ start: 720, end: 780 })
    expect(wanted(second, line, { laneId: 'wang', start: 735 }).starts_at).toBe('2026-11-18T11:15:00+08:00')
  })
})

it('what is in the way counts the buffers of both, and not itself', () => {
  expect(inTheWay(day, block(), { laneId: 'li', start: 715 })).toEqual([other])
  expect(inTheWay(day, block(), { laneId: 'li', start: 850 })).toEqual([])
  expect(inTheWay(day, block(), { laneId: 'wang', start: 690 })).toEqual([])
})

it('only rules of convenience may be set aside', () => {
  expect(['off_grid', 'too_soon', 'slot_taken', 'outside_hours'].map(mayOverride)).toEqual([true, true, false, false])
})

it('arrow keys go along a lane and to the nearest visit of the next lane that has one', () => {
  expect(neighbour(day.lanes, block(), 'ArrowRight')).toBe(later)
  expect(neighbour(day.lanes, block(), 'ArrowDown')).toBe(other)
  expect(neighbour(day.lanes, other, 'ArrowUp')?.id).toBe('apt-1')
  expect(neighbour(day.lanes, block(), 'ArrowUp')).toBeNull()
})
