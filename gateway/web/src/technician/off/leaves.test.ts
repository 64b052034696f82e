import { expect, it } from 'vitest'
import { timesOff } from './leaves'

const at = (day: number) => ({ from: `2026-11-${day}T09:00:00+08:00`, to: `2026-11-${day}T18:00:00+08:00` })
const aRequest = (id: string, day: number, changes = {}) => ({
  ...{ id, technician_id: 'tec-1', ...at(day), reason: '看病', status: 'requested' as const },
  ...{ asked_at: at(day).from, version: 1, leave_id: null, ...changes },
})
const aLeave = (id: string, day: number) => ({ id, technician_id: 'tec-1', ...at(day), reason: null })

it('tells leave that was asked for by its request, and other leave as entered', () => {
  const requests = [aRequest('r1', 20, { status: 'approved', leave_id: 'l1' })]
  const told = timesOff(requests, [aLeave('l1', 20), aLeave('l2', 21)])

  expect(told.map(({ id, status, leaveId }) => [id, status, leaveId])).toEqual([
    ['l2', 'entered', 'l2'],
    ['r1', 'approved', 'l1'],
  ])
})

it('offers to take back leave that there is, and no other', () => {
  const requests = [aRequest('r1', 20, { status: 'taken_back', leave_id: 'l1' }), aRequest('r2', 21)]

  expect(timesOff(requests, []).map(({ leaveId }) => leaveId)).toEqual([null, null])
})
