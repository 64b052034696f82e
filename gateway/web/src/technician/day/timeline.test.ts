import { expect, it } from 'vitest'
import { joined, minutesOf, nextOf, timelineOf, type Lane, type Visit } from './timeline'

const instant = (clock: string): string => `2026-11-18T${clock}:00+08:00`
const stretch = (from: string, to: string) => ({ from: instant(from), to: instant(to) })
const aVisit = (from: string, to: string, changes: object = {}): Visit =>
  ({
    id: `apt-${from}`,
    status: 'confirmed',
    starts_at: instant(from),
    ends_at: instant(to),
    allowed_actions: [],
    ...changes,
  }) as unknown as Visit
const aLane = (changes: Partial<Lane> = {}): Lane => ({
  id: 'tec-1',
  shifts: [stretch('10:00', '19:00')],
  away: [],
  travel: [],
  ...changes,
})
const read = (lane: Lane, visits: Visit[], present = '09:00') =>
  timelineOf(lane, visits, Date.parse(instant(present))).map(
    (item) => `${item.kind} ${item.from.slice(11, 16)}–${item.to.slice(11, 16)}`,
  )

it('tells the free time between visits, and the break between shifts', () => {
  const lane = aLane({ shifts: [stretch('10:00', '12:00'), stretch('13:00', '19:00')] })

  expect(read(lane, [aVisit('11:00', '12:00'), aVisit('15:00', '16:00')])).toEqual([
    'free 10:00–11:00',
    'visit 11:00–12:00',
    'break 12:00–13:00',
    'free 13:00–15:00',
    'visit 15:00–16:00',
    'free 16:00–19:00',
  ])
})

it('takes ways and time away out of the free time', () => {
  const way = {
    from: { kind: 'store' as const },
    to: { kind: 'visit' as const },
    minutes: 13,
    leave_at: instant('14:47'),
    arrive_at: instant('15:00'),
  }
  const lane = aLane({ shifts: [stretch('13:00', '18:00')], away: [stretch('17:00', '19:00')], travel: [way] })

  expect(read(lane, [aVisit('15:00', '16:00')])).toEqual([
    'free 13:00–14:47',
    'travel 14:47–15:00',
    'visit 15:00–16:00',
    'free 16:00–17:00',
    'away 17:00–19:00',
  ])
})

it('leaves out what was called off, and gives its time back', () => {
  expect(read(aLane(), [aVisit('11:00', '12:00', { status: 'cancelled' })])).toEqual(['free 10:00–19:00'])
})

it('says what is over and how far the present is in what goes on', () => {
  const items = timelineOf(aLane(), [aVisit('11:00', '12:00')], Date.parse(instant('11:15')))

  expect(items.map((item) => [item.kind, item.isPast, item.share])).toEqual([
    ['free', true, null],
    ['visit', false, 0.25],
    ['free', false, null],
  ])
})

it('thinks of the visit under way before the one that is next by the clock', () => {
  const late = aVisit('10:00', '11:00', { status: 'in_service' })
  const next = aVisit('11:30', '12:30')

  expect(nextOf([next, late], Date.parse(instant('11:10')))?.id).toBe(late.id)
  expect(nextOf([next], Date.parse(instant('11:10')))?.id).toBe(next.id)
  expect(nextOf([aVisit('13:00', '14:00', { status: 'pending_acceptance' })], 0)).toBeUndefined()
})

it('knows one technician of two stores once', () => {
  const lane = joined([aLane({ away: [stretch('15:00', '16:00')] }), aLane({ away: [stretch('15:00', '16:00')] })])

  expect([lane.shifts.length, lane.away.length]).toEqual([1, 1])
  expect(minutesOf(stretch('10:00', '11:30'))).toBe(90)
})
