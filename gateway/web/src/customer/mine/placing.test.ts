import { expect, test } from 'vitest'
import { names, streetOf } from './placing'

test.each([
  ['肇嘉浜路1111号', '肇嘉浜路', true],
  ['12 zhaojiabang  road', 'Zhaojiabang Road', true],
  ['肇嘉', '肇嘉浜路', false],
  ['天钥桥路100号', '肇嘉浜路', false],
  ['徐家汇路', '徐家汇', false],
  ['徐家汇2号楼301室', '徐家汇', true],
])('%s names %s: %s', (words, place, isSo) => {
  expect(names(words, place)).toBe(isSo)
})

test('another door is the same street, another street is not', () => {
  const street = streetOf('肇嘉浜路1111号502室')

  expect(names('肇嘉浜路1111号601室', street)).toBe(true)
  expect(names('天钥桥路1111号502室', street)).toBe(false)
})

test('where a number comes first, all of it counts', () => {
  expect(streetOf('12 Zhaojiabang Road')).toBe('12 Zhaojiabang Road')
})
