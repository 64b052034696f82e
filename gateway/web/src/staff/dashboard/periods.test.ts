import { describe, expect, it } from 'vitest'
import type { LocationQuery } from 'vue-router'
import { begunOf, isCountable, periodIn, periodOf, presetOf, PRESETS } from './periods'

const WEDNESDAY = '2026-11-18'

describe('periods', () => {
  it('begin on Mondays and on firsts', () => {
    expect(PRESETS.map((preset) => periodOf(preset, WEDNESDAY))).toEqual([
      { from: '2026-11-16', to: '2026-11-22' },
      { from: '2026-11-09', to: '2026-11-15' },
      { from: '2026-11-01', to: '2026-11-30' },
      { from: '2026-10-01', to: '2026-10-31' },
      { from: '2026-10-20', to: '2026-11-18' },
    ])
  })

  it('know short months and the turn of the year', () => {
    expect(periodOf('thisMonth', '2028-02-29')).toEqual({ from: '2028-02-01', to: '2028-02-29' })
    expect(periodOf('lastMonth', '2027-01-05')).toEqual({ from: '2026-12-01', to: '2026-12-31' })
    expect(periodOf('lastWeek', '2027-01-01')).toEqual({ from: '2026-12-21', to: '2026-12-27' })
  })

  it('that are under way have begun until today', () => {
    expect(begunOf(periodOf('thisWeek', WEDNESDAY), WEDNESDAY)).toEqual({ from: '2026-11-16', to: WEDNESDAY })
    expect(begunOf({ from: WEDNESDAY, to: '2026-11-19' }, WEDNESDAY)).toEqual({ from: WEDNESDAY, to: WEDNESDAY })
    for (const over of [periodOf('lastWeek', WEDNESDAY), periodOf('last30', WEDNESDAY)]) {
      expect(begunOf(over, WEDNESDAY)).toBeNull()
    }
    expect(begunOf({ from: '2026-11-19', to: '2026-11-20' }, WEDNESDAY)).toBeNull()
  })

  it('are known by their days', () => {
    expect(presetOf({ from: '2026-11-09', to: '2026-11-15' }, WEDNESDAY)).toBe('lastWeek')
    expect(presetOf({ from: '2026-11-09', to: '2026-11-16' }, WEDNESDAY)).toBeUndefined()
  })

  it('are taken from the address only where they make sense', () => {
    const week = periodOf('thisWeek', WEDNESDAY)
    expect(periodIn({ from: '2026-01-01', to: '2026-01-31' }, WEDNESDAY)).toEqual({
      from: '2026-01-01',
      to: '2026-01-31',
    })
    const senseless: LocationQuery[] = [
      {},
      { from: '2026-01-31', to: '2026-01-01' },
      { from: 'x', to: 'y' },
      { from: ['a', 'b'] },
    ]
    for (const query of senseless) expect(periodIn(query, WEDNESDAY)).toEqual(week)
  })

  it('are a year long at most', () => {
    expect(isCountable({ from: '2028-01-01', to: '2028-12-31' })).toBe(true)
    expect(isCountable({ from: '2026-01-01', to: '2027-01-02' })).toBe(false)
    expect(isCountable({ from: '2026-02-30', to: '' })).toBe(false)
  })
})
