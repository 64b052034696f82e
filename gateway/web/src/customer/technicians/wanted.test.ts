import { expect, test } from 'vitest'
import type { Technician } from '../catalog/catalog'
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

test('an address that says nonsense asks for nothing', () => {
  const wanted = wantedFrom({ sort: 'colour', rating: '99', within: ['3'], home: 'no' })

  expect(wanted).toEqual({ sort: '', gender: '', rating: '', within: '', home: '' })
  expect(countOf(wanted)).toBe(0)
})

test('a rating, a distance and home visits narrow the list', () => {
  const near = aTechnician({ rating: 4.9, distance_km: 2, home_visits: true })
  const all = [near, aTechnician(), aTechnician({ rating: 4.9, distance_km: 8, home_visits: true })]

  expect(fitting(all, wantedFrom({ rating: '4.8', within: '3', home: 'yes' }))).toEqual([near])
})

test('who has not been rated yet is not counted out', () => {
  expect(fitting([aTechnician({ rating: null })], wantedFrom({ rating: '4.8' }))).toHaveLength(1)
})
