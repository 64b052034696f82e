import { expect, it } from 'vitest'
import { Refused } from '@/shared/api/refusals'
import { conflictsOf, decisionsOf, isDecided, type Conflict } from './decisions'

const START = '2026-11-21T10:00:00+08:00'
const conflict = (id: string): Conflict => ({
  appointment_id: id,
  starts_at: START,
  ends_at: START,
  claim_revision: 3,
  options: { keep: true, reassign: ['tec-2'], move: [{ starts_at: START, technician_ids: ['tec-1', 'tec-2'] }] },
})

it('tells each decision with what it needs and the claim it was made against', () => {
  const conflicts = [conflict('a'), conflict('b'), conflict('c')]
  const choices = { a: 'keep', b: 'reassign:tec-2', c: `move:${START}` }

  expect(decisionsOf(conflicts, choices)).toEqual([
    { appointment_id: 'a', decision: 'keep', claim_revision: 3 },
    { appointment_id: 'b', decision: 'reassign', claim_revision: 3, technician_id: 'tec-2' },
    { appointment_id: 'c', decision: 'move', claim_revision: 3, starts_at: START, technician_id: 'tec-1' },
  ])
})

it('is not decided while one appointment is left open', () => {
  expect(isDecided([conflict('a'), conflict('b')], { a: 'keep' })).toBe(false)
  expect(isDecided([conflict('a')], { a: 'keep' })).toBe(true)
})

it('finds what is in the way in a refusal as in a dry run', () => {
  const refusal = new Refused(409, 'claims_in_the_way', '', {}, { claims: [conflict('a')] })
  expect(conflictsOf(undefined, refusal)).toHaveLength(1)
  expect(conflictsOf({ conflicts: [conflict('b')] }, null)).toHaveLength(1)
  expect(conflictsOf(undefined, new Refused(404, 'unknown', ''))).toEqual([])
})
