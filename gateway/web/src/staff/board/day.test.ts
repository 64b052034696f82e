import { describe, expect, it } from 'vitest'
import {
  clockText,
  dayOfLanes,
  gaps,
  minutesAfter,
  minutesOf,
  openOn,
  phaseOf,
  type CalendarLane,
  type Line,
} from './day'

const FROM = '2026-11-18T00:00:00+08:00'
const at = (clock: string) => `2026-11-18T${clock}:00+08:00`
const claim = (id: string, from: string, to: string) => ({
  appointment_id: id,
  starts_at: at(from),
  ends_at: at(to),
  treatment_id: 'tuina',
  place: 'store',
})
const lane = (changes: Partial<CalendarLane> = {}): CalendarLane => ({
  id: 'wang',
  kind: 'technician',
  name: 'Wang',
  shifts: [{ from: at('10:00'), to: at('19:00') }],
  away: [],
  claims: [],
  ...changes,
})
const day = (...resources: CalendarLane[]) =>
  dayOfLanes({
    from: FROM,
    resources,
    lines: [{ id: 'apt-1', status: 'confirmed' } as Line],
    treatments: new Map([['tuina', { prep_minutes: 5, turnover_minutes: 10 }]]),
    open: [{ start: 600, end: 1320 }],
  })

describe('minutes of a day', () => {
  it('count from the store’s midnight, wherever the browser is', () => {
    expect(minutesAfter(FROM, '2026-11-18T02:30:00Z')).toBe(630)
  })
  it('read as a clock, past midnight too', () => {
    expect([clockText(605), clockText(1530), minutesOf('26:00')]).toEqual(['10:05', '01:30', 1560])
  })
})

describe('lanes', () => {
  it('join the calendar’s time with the board’s visit and the treatment’s buffers', () => {
    const [block] = day(lane({ claims: [claim('apt-1', '11:00', '12:00')] })).lanes[0]?.blocks ?? []
    expect(block).toMatchObject({ start: 660, end: 720, before: 5, after: 10, line: { status: 'confirmed' } })
  })
  it('know nothing of a visit of another store but its time', () => {
    const [block] = day(lane({ claims: [claim('elsewhere', '11:00', '12:00')] })).lanes[0]?.blocks ?? []
    expect(block?.line).toBeNull()
  })
  it('put visits of the same time under one another', () => {
    const beds = day(
      lane({
        kind: 'bed',
        claims: [claim('a', '11:00', '12:00'), claim('b', '11:30', '12:30'), claim('c', '12:00', '13:00')],
      }),
    ).lanes[0]
    expect([beds?.rows, beds?.blocks.map((block) => block.row)]).toEqual([2, [0, 1, 0]])
  })
  it('are drawn from the first to the last whole hour that anybody works or a visit lies in', () => {
    const early = lane({ claims: [claim('a', '08:30', '09:30')] })
    expect(day(early).axis).toEqual({ start: 480, end: 1320 })
  })
})

it('gaps are what no span covers', () => {
  expect(
    gaps({ start: 0, end: 100 }, [
      { start: 50, end: 60 },
      { start: 10, end: 20 },
    ]),
  ).toEqual([
    { start: 0, end: 10 },
    { start: 20, end: 50 },
    { start: 60, end: 100 },
  ])
  expect(gaps({ start: 0, end: 100 }, [])).toEqual([{ start: 0, end: 100 }])
})

it('is open when the store says so, past midnight too, and closed on a day of no hours', () => {
  const days = [
    { date: '2026-11-18', spans: [{ from: '2026-11-18T18:00:00+08:00', to: '2026-11-19T02:00:00+08:00' }] },
    { date: '2026-11-19', spans: [] },
  ]
  expect(openOn('2026-11-18', days)).toEqual([{ start: 1080, end: 1560 }])
  expect(openOn('2026-11-19', days)).toEqual([])
})

it('every status belongs to a phase', () => {
  expect(['pending_payment', 'checked_in', 'in_service', 'no_show'].map(phaseOf)).toEqual([
    'waiting',
    'here',
    'under_way',
    'done',
  ])
})
