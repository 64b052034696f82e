import { expect, it } from 'vitest'
import { MOST_BYTES, wrongWith } from './files'

it('tells before it is sent what would be refused', () => {
  expect(wrongWith({ size: MOST_BYTES, type: 'image/jpeg' })).toBeNull()
  expect(wrongWith({ size: MOST_BYTES + 1, type: 'image/jpeg' })).toBe('tooLarge')
  expect(wrongWith({ size: 10, type: 'image/heic' })).toBe('wrongType')
})
