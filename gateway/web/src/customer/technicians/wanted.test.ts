import { expect, test } from 'vitest'
import type { Technician, Treatment } from '../catalog/catalog'
import { countOf, fitting, wantedFrom } from './wanted'

const aTechnician = (changes: Partial<Technician> = {}): Technician => ({
  id: 't',
  slug: 't',
  name: '王建国',
  level: 1,
  skills: [],
  stores: [],
  rating: 4.6,
  ...changes,
})

const none = () => []

test('an address that says nonsense asks for nothing', () => {
  const wanted = wantedFrom({ sort: 'colour', rating: '99', within: ['3'], home: 'no' })

  expect(wanted).toEqual({ sort: '', gender: '', rating: '', price: '', within: '', home: '' })
  expect(countOf(wanted)).toBe(0)
})

test('a rating, a distance and home visits narrow the list', () => {
  const near = aTechnician({ rating: 4.9, distance_km: 2, home_visits: true })
  const all = [near, aTechnician(), aTechnician({ rating: 4.9, distance_km: 8, home_visits: true })]

  expect(fitting(all, wantedFrom({ rating: '4.8', within: '3', home: 'yes' }), none)).toEqual([near])
})

test('who has not been rated yet is not counted out', () => {
  expect(fitting([aTechnician({ rating: null })], wantedFrom({ rating: '4.8' }), none)).toHaveLength(1)
})

test('a price is kept to by who gives anything at it', () => {
  const [dear, cheap] = [aTechnician({ id: 'dear' }), aTechnician({ id: 'cheap' })]
  const given = ({ id }: Technician) => [{ price_fen: id === 'dear' ? 20_001 : 20_000 } as Treatment]

  expect(fitting([dear, cheap], wantedFrom({ price: '200' }), given)).toEqual([cheap])
  expect(fitting([dear, cheap], wantedFrom({}), given)).toHaveLength(2)
})
