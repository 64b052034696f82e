import { describe, expect, it } from 'vitest'
import { factsOf } from './timeline'

describe('an entry of the timeline', () => {
  it('tells of a visit what, by whom, where and when', () => {
    const facts = factsOf({
      treatment: { id: 't', name: '足疗' },
      technicians: [{ name: '王建国' }, { name: '张伟' }],
      store: { name: '徐家汇店' },
      starts_at: '2026-11-19T15:00:00+08:00',
      fee_fen: 0,
      price_fen: 15800,
    })
    expect(facts).toEqual({
      treatment: '足疗',
      technicians: '王建国、张伟',
      store: '徐家汇店',
      startsAt: '2026-11-19T15:00:00+08:00',
      amountFen: undefined,
      reason: undefined,
    })
  })

  it('tells of money only what changed hands or is owed', () => {
    expect(factsOf({ amount_fen: 5000, fee_fen: 100 }).amountFen).toBe(5000)
    expect(factsOf({ fee_fen: 100 }).amountFen).toBe(100)
  })

  it('has nothing to tell of what it does not know', () => {
    expect(Object.values(factsOf({ course_id: 'c', technicians: 'none', reason: '' })).filter(Boolean)).toEqual([])
  })
})
