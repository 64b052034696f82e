import { expect, test } from 'vitest'
import type { Store } from './catalog'
import { hoursOf, localTime, opennessOf } from './hours'

const USUAL = [{ from: '10:00', to: '22:00' }]
const aStore = (changes: Partial<Store> = {}): Store => ({
  id: 's',
  slug: 's',
  name: 's',
  address: '',
  lng: 0,
  lat: 0,
  timezone: 'Asia/Shanghai',
  opening_hours: { mon: USUAL, tue: USUAL, wed: USUAL, thu: USUAL, fri: USUAL, sat: [{ from: '09:00', to: '20:00' }] },
  ...changes,
})
const MONDAY = '2026-11-16'

test('a week shows each day by its own hours, and a day without any as closed', () => {
  const week = hoursOf(aStore(), MONDAY, 7)

  expect(week.map((day) => day.spans[0]?.to)).toEqual(['22:00', '22:00', '22:00', '22:00', '22:00', '20:00', undefined])
})

test('a make-up day works like the weekday it follows, and a day entered as closed is closed', () => {
  const special = [
    { on: '2026-11-22', kind: 'workday' as const, follows: 'mon' as const },
    { on: MONDAY, kind: 'closed' as const },
  ]
  const week = hoursOf(aStore(), MONDAY, 7, special)

  expect(week[6]?.spans).toEqual(USUAL)
  expect(week[0]?.spans).toEqual([])
})

test('a closure belongs to the days it touches; one that ends at midnight not to the day after', () => {
  const closures = [{ from: '2026-11-17T00:00:00+08:00', to: '2026-11-18T00:00:00+08:00', reason: 'repairs' }]
  const week = hoursOf(aStore({ closures }), MONDAY, 3)

  expect(week.map((day) => day.closures.length)).toEqual([0, 1, 0])
})

test('a closure of whole days includes its last one', () => {
  const week = hoursOf(aStore({ closures: [{ from: MONDAY, to: '2026-11-17' }] }), MONDAY, 3)

  expect(week.map((day) => day.closures.length)).toEqual([1, 1, 0])
})

test.each([
  ['09:59', { is: 'later', from: '10:00' }],
  ['10:00', { is: 'open', until: '22:00' }],
  ['21:59', { is: 'open', until: '22:00' }],
  ['22:00', { is: 'closed' }],
])('at %s the door says so', (clock, said) => {
  const [today] = hoursOf(aStore(), MONDAY, 1)

  expect(opennessOf(today!, clock)).toEqual(said)
})

test('while a closure lasts the door says closed, and after it open', () => {
  const closures = [{ from: `${MONDAY}T12:00:00+08:00`, to: `${MONDAY}T14:00:00+08:00` }]
  const [today] = hoursOf(aStore({ closures }), MONDAY, 1)

  expect(opennessOf(today!, '13:00')).toEqual({ is: 'closed' })
  expect(opennessOf(today!, '14:00')).toEqual({ is: 'open', until: '22:00' })
})

test('the clock is the store’s, wherever the reader is', () => {
  expect(localTime('Asia/Shanghai', Date.parse('2026-11-18T20:30:00Z'))).toEqual({ day: '2026-11-19', clock: '04:30' })
})
