import { describe, expect, it, vi } from 'vitest'
import {
  addDays,
  clockOf,
  countdown,
  dayInWords,
  dayOf,
  daysBetween,
  earliestToday,
  instantAt,
  offsetIn,
  offsetMinutes,
  todayIn,
  weekOf,
} from './times'

const LATE = '2026-11-23T23:30:00+08:00'

describe('times', () => {
  it('are read as the store writes them, wherever the browser is', () => {
    expect([dayOf(LATE), clockOf(LATE)]).toEqual(['2026-11-23', '23:30'])
  })

  it('come back from milliseconds on the same clock', () => {
    expect(instantAt(Date.parse(LATE), '+08:00')).toBe(LATE)
    expect(instantAt(Date.parse(LATE), '-03:30')).toBe('2026-11-23T12:00:00-03:30')
  })

  it('know offsets on both sides of Greenwich', () => {
    expect([offsetMinutes('+08:00'), offsetMinutes('-03:30')]).toEqual([480, -210])
  })

  it('know the offset of a zone, summer time and the middle included', () => {
    const summer = Date.parse('2026-07-01T00:00:00Z')
    expect([offsetIn('Asia/Shanghai', summer), offsetIn('Europe/Berlin', summer), offsetIn('UTC', summer)]).toEqual([
      '+08:00',
      '+02:00',
      '+00:00',
    ])
  })

  it('count days by the calendar of the store, wherever that is', () => {
    vi.useFakeTimers({ now: Date.parse('2026-11-22T17:30:00Z') })
    expect(todayIn('Asia/Shanghai')).toBe('2026-11-23')
    expect(todayIn('America/New_York')).toBe('2026-11-22')
    vi.setSystemTime(Date.parse('2026-11-23T04:30:00Z'))
    expect(todayIn('America/New_York')).toBe('2026-11-22')
    expect(earliestToday()).toBe('2026-11-22')
    vi.useRealTimers()
  })

  it('count days over the end of a year', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
    expect(daysBetween('2026-12-31', '2027-01-02')).toBe(2)
    expect(weekOf('2026-11-22')).toBe('2026-11-16')
  })

  it('are told in the language of the reader', () => {
    expect(dayInWords('2026-11-23', 'zh-CN')).toBe('11月23日周一')
    expect(dayInWords('2026-11-23', 'en')).toBe('Mon, Nov 23')
  })

  it('count down to nothing and no further', () => {
    expect(countdown(LATE, Date.parse(LATE) - 65_000)).toBe('1:05')
    expect(countdown(LATE, Date.parse(LATE) + 1)).toBe('0:00')
  })
})
