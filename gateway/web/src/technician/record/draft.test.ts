import { beforeEach, expect, it } from 'vitest'
import type { Shape } from '@/shared/api/client'
import { asked, begun, forget, keep, kept, tidy, type Draft } from './draft'

class Memory {
  getItem(name: string): string | null {
    return (this as unknown as Record<string, string>)[name] ?? null
  }
  setItem(name: string, text: string): void {
    ;(this as unknown as Record<string, string>)[name] = text
  }
  removeItem(name: string): void {
    delete (this as unknown as Record<string, string>)[name]
  }
}

let store: Storage
beforeEach(() => (store = new Memory() as unknown as Storage))

const aDraft = (changes: Partial<Draft> = {}): Draft => ({
  ...{ version: 0, done: [], products: [], flags: [], notes: '', internal_notes: '' },
  ...changes,
})
const aRecord = (changes: object = {}) =>
  ({
    version: 0,
    done: [],
    products: [],
    flags: [],
    notes: null,
    internal_notes: null,
    ...changes,
  }) as unknown as Shape<'ServiceRecord'>
const aVisit = {
  treatments: [
    {
      id: 'trt-1',
      technician: { id: 'tec-1' },
      starts_at: '2026-11-18T15:00:00+08:00',
      ends_at: '2026-11-18T16:30:00+08:00',
    },
  ],
} as unknown as Shape<'Appointment'>

it('begins with what was booked, and goes on from what was written', () => {
  expect(begun(aRecord(), aVisit).done).toEqual([{ treatment_id: 'trt-1', technician_id: 'tec-1', minutes: 90 }])
  expect(begun(aRecord({ version: 2, notes: '肩部僵硬' }), aVisit)).toMatchObject({
    version: 2,
    done: [],
    notes: '肩部僵硬',
  })
})

it("keeps each person's draft of each visit until it is saved", () => {
  keep(store, 'acc-1', 'apt-1', aDraft({ notes: '力度轻' }), 0)

  expect(kept(store, 'acc-1', 'apt-1')?.notes).toBe('力度轻')
  expect(kept(store, 'acc-2', 'apt-1')).toBeNull()
  forget(store, 'acc-1', 'apt-1')
  expect(kept(store, 'acc-1', 'apt-1')).toBeNull()
})

it('forgets drafts that nobody saved within a week, and nothing else', () => {
  const day = 86_400_000
  store.setItem('theme', 'dark')
  keep(store, 'acc-1', 'old', aDraft(), 0)
  keep(store, 'acc-1', 'new', aDraft(), 5 * day)

  tidy(store, 8 * day)

  expect([kept(store, 'acc-1', 'old'), kept(store, 'acc-1', 'new') !== null]).toEqual([null, true])
  expect(store.getItem('theme')).toBe('dark')
})

it('sends nothing that is empty', () => {
  const products = [
    { name: '精油', quantity: 1 },
    { name: ' ', quantity: 1 },
    { name: '艾条', quantity: 0 },
  ]
  expect(asked(aDraft({ products, notes: '  ' }))).toMatchObject({ products: [products[0]], notes: null })
})
