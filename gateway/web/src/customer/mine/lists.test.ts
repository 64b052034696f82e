import { expect, test } from 'vitest'
import { first, put, without } from './lists'

interface Person {
  name: string
  note?: string | null
}
const [A, B, C]: [Person, Person, Person] = [{ name: 'a', note: null }, { name: 'b' }, { name: 'c' }]
const LIST = [A, B, C]

test('one takes the place of another, or comes last', () => {
  expect(put(LIST, B, { name: 'x' })).toEqual([A, { name: 'x' }, C])
  expect(put(LIST, null, { name: 'x' })).toEqual([...LIST, { name: 'x' }])
})

test('one is found where it stands by now, and what says nothing makes no other of it', () => {
  const newer = [{ name: 'new' }, { note: '', name: 'a' }, { name: 'b' }]

  expect(put(newer, A, { name: 'x' })).toEqual([{ name: 'new' }, { name: 'x' }, { name: 'b' }])
  expect(without(newer, B)).toEqual([{ name: 'new' }, { note: '', name: 'a' }])
})

test('one that is gone is not taken for another', () => {
  expect(put([B, C], A, { name: 'x' })).toBeUndefined()
  expect(without([B, C], A)).toBeUndefined()
  expect(first([B, C], A)).toBeUndefined()
})

test('one is put first, the others keep their order', () => {
  expect(first(LIST, C)).toEqual([C, A, B])
  expect(first(LIST, A)).toEqual(LIST)
})
