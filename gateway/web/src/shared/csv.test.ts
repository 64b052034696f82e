import { expect, it } from 'vitest'
import { csv } from './csv'

const line = (...cells: Parameters<typeof csv>[1][number]) => csv([], [cells]).split('\r\n')[1]

it('begins with the mark that makes Excel read UTF-8', () => {
  expect(csv(['姓名'], [['林晓月']])).toBe('\uFEFF姓名\r\n林晓月\r\n')
})

it('quotes what would end a cell', () => {
  expect(line('a,b', 'say "hi"', 'two\nlines', 'plain')).toBe('"a,b","say ""hi""","two\nlines",plain')
})

it('disarms text that a spreadsheet would run, and leaves numbers alone', () => {
  expect(line('=1+1', '+86 138', '@cmd', '-2+3', -5, '-5.5')).toBe("'=1+1,'+86 138,'@cmd,'-2+3,-5,-5.5")
})

it('leaves a cell empty where there is nothing', () => {
  expect(line(null, undefined, '', 0)).toBe(',,,0')
})
