import { expect, it } from 'vitest'
import { lengthOf, sendsBy } from './writing'

const enter = { key: 'Enter', shiftKey: false, isComposing: false, keyCode: 13 }

it('sends by Enter, and by no Enter that composes a word or begins a line', () => {
  expect(sendsBy(enter)).toBe(true)
  expect(sendsBy({ ...enter, shiftKey: true })).toBe(false)
  expect(sendsBy({ ...enter, isComposing: true })).toBe(false)
  expect(sendsBy({ ...enter, keyCode: 229 })).toBe(false)
})

it('counts characters as the service does', () => {
  expect(lengthOf(' 😀好 ')).toBe(2)
})
