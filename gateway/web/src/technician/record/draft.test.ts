import { beforeEach, expect, it } from 'vitest'
import type { Shape } from '@/shared/api/client'
import { asked, begun, countKept, forget, forgetOthers, keep, kept, tidy, type Draft } from './draft'

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

it('forgets drafts that nobody saved within a day or that cannot be read, and nothing else', () => {
  const hour = 3_600_000
  store.setItem('theme', 'dark')
  store.setItem('technician.draft.acc-1.torn', '{"at":')
  store.setItem('technician.draft.acc-1.strange', '"words"')
  keep(store, 'acc-1', 'old', aDraft(), 0)
  keep(store, 'acc-1', 'new', aDraft(), 5 * hour)
  expect(kept(store, 'acc-1', 'torn')).toBeNull()

  tidy(store, 25 * hour)

  expect(Object.keys(store).sort()).toEqual(['technician.draft.acc-1.new', 'theme'])
})

it('leaves nothing for the next person at the same phone', () => {
  keep(store, 'acc-1', 'apt-1', aDraft(), 0)
  keep(store, 'acc-10', 'apt-2', aDraft(), 0)
  store.setItem('theme', 'dark')
  expect(countKept(store, 'acc-1')).toBe(1)

  forgetOthers(store, 'acc-10')
  expect(Object.keys(store).sort()).toEqual(['technician.draft.acc-10.apt-2', 'theme'])
  forgetOthers(store, null)
  expect(Object.keys(store)).toEqual(['theme'])
})

it('says so when the device has no room', () => {
  const full = {
    setItem: () => {
      throw new DOMException('full', 'QuotaExceededError')
    },
  } as unknown as Storage
  expect([keep(full, 'acc-1', 'apt-1', aDraft(), 0), keep(store, 'acc-1', 'apt-1', aDraft(), 0)]).toEqual([false, true])
})

it('sends nothing that is empty', () => {
  const products = [
    { name: '精油', quantity: 1 },
    { name: ' ', quantity: 1 },
    { name: '艾条', quantity: 0 },
  ]
  expect(asked(aDraft({ products, notes: '  ' }))).toMatchObject({ products: [products[0]], notes: null })
})
