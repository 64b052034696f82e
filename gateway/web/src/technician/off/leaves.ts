import type { Shape } from '@/shared/api/client'

/** One time off as its technician sees it: asked for, answered, or entered for them. */
export interface TimeOff {
  id: string
  from: string
  to: string
  reason: string
  status: Shape<'LeaveRequest'>['status'] | 'entered'
  refusal?: string | null
  /** There is leave that can be taken back. */
  leaveId?: string | null
}

/** Requests and leave as one list, the latest first: leave that was asked for is told by its request. */
export function timesOff(requests: readonly Shape<'LeaveRequest'>[], leaves: readonly Shape<'Leave'>[]): TimeOff[] {
  const asked = new Set(requests.map(({ leave_id }) => leave_id))
  const entered = leaves.filter(({ id }) => !asked.has(id))
  return [
    ...requests.map(({ id, from, to, reason, status, refusal, leave_id }) => ({
      ...{ id, from, to, reason, status, refusal },
      leaveId: status === 'approved' ? leave_id : null,
    })),
    ...entered.map(({ id, from, to, reason }) => ({
      ...{ id: id ?? from, from, to, reason: reason ?? '', status: 'entered' as const, leaveId: id },
    })),
  ].sort((one, other) => Date.parse(other.from) - Date.parse(one.from))
}
