import { expect, it } from 'vitest'
import { isUnread, minutesSince, shownOf, type Waiting } from './waiting'

const item = (id: string, more: Partial<Waiting> = {}): Waiting =>
  ({
    id,
    version: 3,
    store_id: null,
    waiting_since: '2026-11-18T02:00:00+00:00',
    attended_by: null,
    ...more,
  }) as Waiting

const LIST = [
  item('nobody'),
  item('elsewhere', { store_id: 'b' }),
  item('mine', { store_id: 'a', waiting_since: null, attended_by: { id: 'me', name: 'I' } as never }),
]
const ids = (items: Waiting[]) => items.map((one) => one.id)

it('shows what came to no store beside those of the chosen one', () => {
  expect(ids(shownOf(LIST, { whose: 'all', me: 'me', store: 'a' }))).toEqual(['nobody', 'mine'])
  expect(ids(shownOf(LIST, { whose: 'all', me: 'me', store: null }))).toEqual(['nobody', 'elsewhere', 'mine'])
})

it('tells those who wait from those who have their answer', () => {
  expect(ids(shownOf(LIST, { whose: 'waiting', me: 'me', store: null }))).toEqual(['nobody', 'elsewhere'])
  expect(ids(shownOf(LIST, { whose: 'mine', me: 'me', store: null }))).toEqual(['mine'])
})

it('is unread until its last turn was seen', () => {
  expect(isUnread(item('x'), {})).toBe(true)
  expect(isUnread(item('x'), { x: 3 })).toBe(false)
  expect(isUnread(item('x', { waiting_since: null }), {})).toBe(false)
})

it('counts whole minutes, and none before their time', () => {
  const then = '2026-11-18T02:00:00+00:00'
  expect(minutesSince(then, Date.parse(then) + 119_000)).toBe(1)
  expect(minutesSince(then, Date.parse(then) - 1000)).toBe(0)
})
