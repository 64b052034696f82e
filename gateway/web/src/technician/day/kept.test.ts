import { beforeEach, expect, test, vi } from 'vitest'
import { keep, keptOf } from './kept'
import type { Visit } from './timeline'

const DAY = '2026-11-18'
const visit = {
  id: 'v',
  treatment: { name: '肩颈推拿' },
  address: { text: '幸福路 8 号', lng: 121.4, lat: 31.2, contact_phone: '13911110001' },
  contact: { name: '赵小姐', phone: '13911110001' },
  note: '怀孕三个月',
} as unknown as Visit
const lane = { shifts: [], away: [{ from: '', to: '', reason: '看病' }], travel: [] }

beforeEach(() => {
  const held = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => held.set(key, value),
    removeItem: (key: string) => held.delete(key),
  })
})

test('a day is kept for that day only', () => {
  keep('t', DAY, { lane, visits: [visit] })

  expect(keptOf(DAY)).toMatchObject({ technician: 't', visits: [{ id: 'v', address: { text: '幸福路 8 号' } }] })
  expect(keptOf('2026-11-19')).toBeNull()
})

test("nobody's health, words or telephone stay on the device", () => {
  keep('t', DAY, { lane, visits: [visit] })

  const held = localStorage.getItem('kept-day')
  for (const secret of ['怀孕', '看病', '赵小姐', '1391']) expect(held).not.toContain(secret)
})
