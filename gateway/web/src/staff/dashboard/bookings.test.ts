import { describe, expect, it } from 'vitest'
import type { Shape } from '@/shared/api/client'
import { drawChannels, drawDays, drawLost, drawTreatments } from './bookings'
import type { Colours } from './colours'
import type { Hand } from './drawn'

const NONE = { made: 0, visits: 0, standing: 0, completed: 0, cancelled: 0, late_cancelled: 0, no_show: 0 }
const counts = (more: object) => ({ ...NONE, revenue_fen: 0, fees_fen: 0, ...more })
const colours = new Proxy({}, { get: (_, name) => String(name) }) as Colours
const hand: Hand = { t: (key, params) => `${key}${JSON.stringify(params ?? '')}`, colours, width: 800, weekday: String }

function figures(days: object[], more: object = {}): Shape<'BookingFigures'> {
  const dated = days.map((day, number) => ({ date: `2026-11-${16 + number}`, ...counts(day) }))
  const period = { from: '2026-11-16', to: '2026-11-22', days: dated, total: counts(days[0] ?? {}) }
  const before = { ...period, from: '2026-11-09', to: '2026-11-15', days: dated, total: counts({}) }
  return { ...period, store_id: null, statuses: {}, channels: [], treatments: [], previous: before, ...more }
}

describe('the cards of bookings', () => {
  it('give a spreadsheet yuan and a reader money', () => {
    const { table, isEmpty } = drawDays(figures([{ visits: 2, standing: 1, revenue_fen: 19_850 }]), '2026-11-18', hand)

    expect(isEmpty).toBe(false)
    expect(table.file[0]?.slice(0, 6)).toEqual(['2026-11-16', 0, 2, 1, 0, 198.5])
    expect(table.shown[0]?.[5]).toBe('¥198.50')
  })

  it('are empty where nothing happened', () => {
    const nothing = figures([{}])
    expect(drawDays(nothing, '2026-11-18', hand).isEmpty).toBe(true)
    expect([drawLost, drawTreatments, drawChannels].map((draw) => draw(nothing, hand).isEmpty)).toEqual([
      ...[true, true, true],
    ])
  })

  it('tell what is booked for days to come apart from what the days before brought', () => {
    const week = figures([100, 200, 300, 0].map((revenue_fen) => ({ visits: 1, revenue_fen })))
    const lines = (today: string) =>
      (drawDays(week, today, hand).option.series as { type: string; data: unknown[] }[])
        .filter(({ type }) => type === 'line')
        .map(({ data }) => data)

    expect(lines('2026-11-17').slice(0, 2)).toEqual([
      [1, 2, null, null],
      [null, 2, 3, 0],
    ])
    expect(lines('2026-11-30')[0]).toEqual([1, 2, 3, 0])
    expect(lines('2026-11-30')).toHaveLength(2)
    expect(lines('2026-11-01')[0]).toEqual([null, null, null, null])
  })

  it('draw ten treatments, the dearest on top, and list all', () => {
    const treatments = Array.from({ length: 12 }, (_, number) => ({
      ...{ treatment: { id: `t${number}`, slug: '', name: `t${number}` }, visits: 1, standing: 1 },
      revenue_fen: 1200 - number,
    }))
    const { option, table, summary } = drawTreatments(figures([{ visits: 12 }], { treatments }), hand)

    const names = (option.yAxis as { data: string[] }).data
    expect([names.length, names.at(-1), table.shown.length]).toEqual([10, 't0', 12])
    expect(summary).toContain('t0')
  })

  it('tell parts of the whole', () => {
    const channels = [
      { channel: 'customer', visits: 3, revenue_fen: 0 },
      { channel: 'staff', visits: 1, revenue_fen: 0 },
    ]
    const { table } = drawChannels(figures([{ visits: 4 }], { channels }), hand)
    expect(table.shown.map((row) => row[2])).toEqual(['75%', '25%'])
  })
})
