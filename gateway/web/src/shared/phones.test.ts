import { expect, it } from 'vitest'
import { phoneInWords } from './phones'

it.each([
  ['+8613800130001', '138 0013 0001'],
  ['+862154010001', '+862154010001'],
  ['+85291234567', '+85291234567'],
  ['', ''],
])('reads %s as %s', (phone, words) => {
  expect(phoneInWords(phone)).toBe(words)
})
