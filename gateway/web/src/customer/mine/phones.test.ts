import { expect, test } from 'vitest'
import { phoneOf, safeNext } from './phones'

test.each([
  ['+86', '138 0000 0001', '+8613800000001'],
  ['+86', '+86 138-0000-0001', '+8613800000001'],
  ['+86', '008613800000001', '+8613800000001'],
  ['+44', '07700 900123', '+447700900123'],
])('%s and %s are %s', (country, typed, phone) => {
  expect(phoneOf(country, typed)).toBe(phone)
})

test.each(['https://elsewhere.example', '//elsewhere.example', '/\\elsewhere.example', undefined, '/sign-in?next=/me'])(
  'after signing in nobody is led to %s',
  (next) => {
    expect(safeNext(next)).toBe('/')
  },
)

test('after signing in one is where one wanted to be', () => {
  expect(safeNext('/book?treatment=foot-60')).toBe('/book?treatment=foot-60')
})
