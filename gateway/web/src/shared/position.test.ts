import { expect, it } from 'vitest'
import { kilometres } from './position'

it('measures between two stores of the shop', () => {
  const xujiahui = { lng: 121.4365, lat: 31.1955 }
  const xinzhuang = { lng: 121.3855, lat: 31.112 }
  expect(kilometres(xujiahui, xinzhuang)).toBeCloseTo(10.48, 1)
  expect(kilometres(xujiahui, xujiahui)).toBe(0)
})
