import { describe, expect, it } from 'vitest'
import { byTechnician, byWeekday, hoursOf, shareOf } from './hours'

const use = (weekday: number, hour: number, rostered: number, busy: number) => ({
  ...{ weekday, hour, rostered_minutes: rostered, busy_minutes: busy },
  ...{ beyond_minutes: 0, utilisation: null },
})
const total = { rostered_minutes: 120, busy_minutes: 0, beyond_minutes: 0, utilisation: null }
const wang = {
  technician: { id: 't1', name: '王' },
  store_id: 's',
  total,
  hours: [use(1, 10, 60, 60), use(2, 10, 60, 0)],
}
const away = {
  technician: { id: 't2', name: '李' },
  store_id: 's',
  total: { ...total, rostered_minutes: 0 },
  hours: [],
}

describe('hours', () => {
  it('of all weekdays are added for each technician; who did not work is left out', () => {
    const [row, ...others] = byTechnician([wang, away])
    expect(others).toEqual([])
    expect(row?.hours.get(10)).toEqual({ rostered: 120, busy: 60, beyond: 0 })
    expect(shareOf(row?.hours.get(10))).toBe(0.5)
  })

  it('of a weekday are told apart', () => {
    const rows = byWeekday(wang.hours, (weekday) => `day ${weekday}`)
    expect(rows).toHaveLength(7)
    expect([shareOf(rows[0]?.hours.get(10)), shareOf(rows[1]?.hours.get(10)), shareOf(rows[2]?.hours.get(10))]).toEqual(
      [1, 0, null],
    )
  })

  it('reach from the first to the last worked in', () => {
    const beyond = { rostered: 0, busy: 0, beyond: 10 }
    const hours = new Map([
      [9, use0()],
      [12, use0()],
      [13, beyond],
    ])
    expect(hoursOf([{ name: '', hours }])).toEqual([9, 10, 11, 12])
    expect(hoursOf([])).toEqual([])
  })
})

const use0 = () => ({ rostered: 1, busy: 0, beyond: 0 })
