import { expect, it } from 'vitest'
import { queryOf, wishFrom } from './wish'

it('reads back from an address what it wrote into it', () => {
  const query = {
    treatment: 'foot-60',
    store: 'xujiahui',
    technician: 'liu-yang',
    place: 'home',
    party: '2',
    addons: 'a,b',
    at: '2026-11-19T15:00:00+08:00',
  }
  const wish = wishFrom(query)
  expect(wish).toMatchObject({ place: 'home', party: 2, addons: ['a', 'b'], day: '2026-11-19' })
  expect(queryOf(wish)).toEqual(query)
})

it('says nothing of what goes without saying', () => {
  expect(queryOf(wishFrom({ treatment: 'foot-60', place: 'store' }))).toEqual({ treatment: 'foot-60' })
})

it.each(['party=-1', 'party=x', 'day=tomorrow', 'at=noon', 'place=there'])(
  'takes nonsense for nothing said: %s',
  (said) => {
    const query = Object.fromEntries(new URLSearchParams(said))
    expect(queryOf(wishFrom(query))).toEqual({})
  },
)
