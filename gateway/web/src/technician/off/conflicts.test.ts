import { expect, it } from 'vitest'
import { canKeepAll, inTheWay, keepAll, type InTheWay } from './conflicts'

const aVisit = (id: string, keep = true): InTheWay => ({
  ...{ appointment_id: id, starts_at: '2026-11-18T15:00:00+08:00', ends_at: '2026-11-18T16:00:00+08:00' },
  ...{ treatment_id: 'trt-1', options: { keep } },
})

it('reads what is in the way from a dry run', () => {
  const visits = [aVisit('apt-1')]

  expect(inTheWay({ conflicts: visits })).toEqual(visits)
  expect(inTheWay(undefined)).toEqual([])
})

it('keeps all that can be kept', () => {
  expect(keepAll([aVisit('apt-1'), aVisit('apt-2')])).toEqual({ 'apt-1': 'keep', 'apt-2': 'keep' })
  expect(canKeepAll([aVisit('apt-1'), aVisit('apt-2', false)])).toBe(false)
})
