import { describe, expect, it } from 'vitest'
import { changeInWords, percent, rateOf, trendOf } from './trends'

describe('trends', () => {
  it('tell by how much, and whether that is good', () => {
    expect(trendOf(120, 100)).toEqual({ change: 0.2, direction: 'up', isGood: true })
    expect(trendOf(80, 100)).toEqual({ change: -0.2, direction: 'down', isGood: false })
    expect(trendOf(100, 100)).toEqual({ change: 0, direction: 'same', isGood: null })
  })

  it('of what costs are good when they fall', () => {
    expect(trendOf(0.1, 0.25, { isRate: true, isCost: true })).toMatchObject({ direction: 'down', isGood: true })
  })

  it('of nothing are none', () => {
    expect([trendOf(3, 0), trendOf(null, 0.2), trendOf(0.2, null)]).toEqual([null, null, null])
    expect(trendOf(0.2, 0, { isRate: true })?.change).toBe(0.2)
  })

  it('are read in percent, those of rates in points', () => {
    const up = { change: 0.123, direction: 'up', isGood: true } as const
    expect([changeInWords(up, false), changeInWords({ ...up, change: -0.03 }, true)]).toEqual(['+12.3%', '−3'])
    expect([percent(0.5), percent(0.3333), rateOf(1, 0)]).toEqual(['50%', '33.3%', null])
  })
})
