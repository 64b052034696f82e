import { expect, it } from 'vitest'
import { chipsOf, entriesOf, hasRunOut, type Turn } from './turns'

const VISIT = {
  store: { id: 's', slug: 'xujiahui', name: 'Xujiahui' },
  treatment: { id: 't', slug: 'foot-60', name: 'Foot' },
  starts_at: '2026-11-19T15:00:00+08:00',
}
const PROPOSED = { kind: 'proposal', proposal_id: 'p', ...VISIT }

const turn = (number: number, text: string, answer: string, more: Partial<Turn> = {}, cards: unknown[] = []): Turn =>
  ({
    turn: number,
    at: '2026-11-18T15:59:00+00:00',
    text,
    reply: { text: answer, beside: '', quick_replies: ['yes', 'no'], cards },
    understanding: { intent: 'book' },
    author: 'bot',
    ...more,
  }) as Turn

it('tells days apart by the clock of the shop', () => {
  const late = turn(1, 'one', 'x')
  const early = turn(2, 'two', 'y', { at: '2026-11-18T16:01:00+00:00' })
  const days = entriesOf([late, early], null).filter((entry) => entry.kind === 'day')
  expect(days.map((entry) => entry.day)).toEqual(['2026-11-18', '2026-11-19'])
})

it('leaves the proposal that stands to its own place, and shows an old one as what became of it', () => {
  const proposed = turn(1, 'book', 'your booking …', {}, [PROPOSED])
  const kinds = (standing: string | null, later: Turn[] = []) =>
    entriesOf([proposed, ...later], standing).flatMap((entry) => (entry.kind === 'answer' ? [entry.past?.isDone] : []))
  const yes = turn(2, '', 'done', { understanding: { intent: 'affirm' } }, [
    { kind: 'appointment', appointment: { ...VISIT, id: 'a', starts_at: '2026-11-19T07:00:00+00:00' } },
  ])
  expect(kinds('p')).toEqual([])
  expect(kinds(null)).toEqual([false])
  expect(kinds(null, [yes])[0]).toBe(true)
})

it('shows a button that was pressed, and nothing where nobody spoke', () => {
  const pressed = turn(1, '', 'done', { understanding: { intent: 'affirm' } })
  const silent = turn(2, 'hello?', '', { author: 'customer' })
  const staff = turn(3, '', 'here I am', { author: 'staff', staff: 'Wang', understanding: {} })
  const entries = entriesOf([pressed, silent, staff], null)
  expect(entries.map((entry) => entry.kind)).toEqual(['day', 'button', 'answer', 'mine', 'answer'])
  expect(entries.at(-1)).toMatchObject({ staff: 'Wang' })
})

it('suggests what the card has no button for', () => {
  expect(chipsOf([turn(1, 'book', 'x')], ['yes'])).toEqual(['no'])
})

it('knows a proposal that ran out from one that stands, and from one that more was said after', () => {
  const proposed = turn(1, 'book', 'your booking …', {}, [PROPOSED])
  expect(hasRunOut([proposed], null)).toBe(true)
  expect(hasRunOut([proposed], 'p')).toBe(false)
  expect(hasRunOut([proposed, turn(2, 'no', 'all right')], null)).toBe(false)
  expect(hasRunOut([], null)).toBe(false)
})
