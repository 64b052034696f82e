import { beforeAll, expect, test, vi } from 'vitest'
import type { Store } from './catalog'
import { opennessOf, weekFrom, type OpenDay } from './hours'

const aStore = (changes: Partial<Store> = {}): Store => ({
  id: 's',
  slug: 's',
  name: 's',
  address: '',
  lng: 0,
  lat: 0,
  timezone: 'Asia/Shanghai',
  opening_hours: {},
  ...changes,
})
const MONDAY = '2026-11-16'
/** Monday evening until two at night; Tuesday closed; Wednesday in the daytime. */
const HOURS: OpenDay[] = [
  { date: '2026-11-15', spans: [] },
  { date: MONDAY, spans: [{ from: `${MONDAY}T18:00:00+08:00`, to: '2026-11-17T02:00:00+08:00' }] },
  { date: '2026-11-17', spans: [] },
  { date: '2026-11-18', spans: [{ from: '2026-11-18T10:00:00+08:00', to: '2026-11-18T22:00:00+08:00' }] },
]

beforeAll(() => {
  vi.useFakeTimers({ now: Date.parse(`${MONDAY}T12:00:00+08:00`) })
})

test.each([
  ['2026-11-16T17:59', { is: 'later', from: '18:00' }],
  ['2026-11-16T18:00', { is: 'open', until: '02:00' }],
  ['2026-11-17T01:59', { is: 'open', until: '02:00' }],
  ['2026-11-17T02:00', { is: 'closed' }],
  ['2026-11-17T20:00', { is: 'closed' }],
  ['2026-11-18T00:30', { is: 'later', from: '10:00' }],
])('at %s the door says so', (clock, said) => {
  expect(opennessOf(HOURS, Date.parse(`${clock}:00+08:00`))).toEqual(said)
})

test('a week begins with the store’s own today', () => {
  expect(weekFrom(aStore(), HOURS).map((day) => day.date)).toEqual([MONDAY, '2026-11-17', '2026-11-18'])
  expect(weekFrom(aStore({ timezone: 'Pacific/Honolulu' }), HOURS)[0]?.date).toBe('2026-11-15')
})

test('a closure belongs to the days it touches; one that ends at midnight not to the day after', () => {
  const closures = [{ from: '2026-11-17T00:00:00+08:00', to: '2026-11-18T00:00:00+08:00', reason: 'repairs' }]
  const week = weekFrom(aStore({ closures }), HOURS)

  expect(week.map((day) => day.closures.length)).toEqual([0, 1, 0])
})

test('a closure of whole days includes its last one', () => {
  const week = weekFrom(aStore({ closures: [{ from: MONDAY, to: '2026-11-17' }] }), HOURS)

  expect(week.map((day) => day.closures.length)).toEqual([1, 1, 0])
})
