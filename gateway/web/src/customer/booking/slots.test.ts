import { expect, it } from 'vitest'
import { byPart, firstFree, nearestTo, type Slot } from './slots'

const at = (clock: string, day = '2026-11-19'): Slot => ({
  starts_at: `${day}T${clock}:00+08:00`,
  ends_at: `${day}T${clock}:00+08:00`,
  technician_ids: [],
})
const clocks = (slots: readonly Slot[]) => slots.map((slot) => slot.starts_at.slice(11, 16))

it('puts times under the part of the day they begin in, and leaves empty parts out', () => {
  const parts = byPart([at('11:45'), at('12:00'), at('17:45')])
  expect(parts.map(({ part, slots }) => [part, clocks(slots)])).toEqual([
    ['morning', ['11:45']],
    ['afternoon', ['12:00', '17:45']],
  ])
})

it('offers the nearest times in their order, and of two equally near the later one first', () => {
  const day = { date: '2026-11-19', slots: ['09:00', '14:30', '15:00', '15:30', '20:00'].map((clock) => at(clock)) }
  const next = { date: '2026-11-20', slots: [at('15:00', '2026-11-20')] }
  const wanted = at('15:00').starts_at

  expect(clocks(nearestTo(wanted, [day, next], 3))).toEqual(['14:30', '15:30', '20:00'])
  expect(clocks(nearestTo(wanted, [day], 1))).toEqual(['15:30'])
  expect(nearestTo(wanted, [{ date: '2026-11-19', slots: [at('15:00')] }])).toEqual([])
})

it('finds the first day with room', () => {
  const days = [
    { date: '2026-11-19', slots: [] },
    { date: '2026-11-20', slots: [at('10:00', '2026-11-20')] },
  ]
  expect(firstFree(days)?.date).toBe('2026-11-20')
  expect(firstFree(days, '2026-11-21')).toBeUndefined()
})
