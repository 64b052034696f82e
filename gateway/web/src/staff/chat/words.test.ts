import { expect, it } from 'vitest'
import { intentInWords, slotInWords, slotsOf } from './words'

const TEXTS: Record<string, string> = {
  'inbox.slots.date': 'date',
  'inbox.slots.new': 'new ',
  'inbox.intents.book': 'Book',
}
const t = (key: string) => TEXTS[key] ?? key
const te = (key: string) => key in TEXTS

it('says in words what it knows, and as it came what it does not', () => {
  expect([intentInWords(t, te, 'book'), intentInWords(t, te, 'dance')]).toEqual(['Book', 'dance'])
  expect([slotInWords(t, te, 'new_date'), slotInWords(t, te, 'date')]).toEqual(['new date', 'date'])
})

it('leaves out what was not named', () => {
  expect(slotsOf({ date: '2026-11-19', time_range: ['12:00', '18:00'], also: [], same_as_last: true })).toEqual([
    { key: 'date', value: '2026-11-19' },
    { key: 'time_range', value: '12:00 – 18:00' },
    { key: 'same_as_last', value: '✓' },
  ])
  expect(slotsOf(undefined)).toEqual([])
})
