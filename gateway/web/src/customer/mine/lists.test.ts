import { expect, test } from 'vitest'
import { moved, put, without } from './lists'

const LIST = ['a', 'b', 'c']

test('one takes the place of another, or comes last', () => {
  expect(put(LIST, 1, 'x')).toEqual(['a', 'x', 'c'])
  expect(put(LIST, 3, 'x')).toEqual(['a', 'b', 'c', 'x'])
})

test('one is taken out', () => {
  expect(without(LIST, 0)).toEqual(['b', 'c'])
})

test('one is put first, the others keep their order', () => {
  expect(moved(LIST, 2, 0)).toEqual(['c', 'a', 'b'])
  expect(moved(LIST, 0, 0)).toEqual(LIST)
})
