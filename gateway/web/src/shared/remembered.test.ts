import { afterEach, expect, it, vi } from 'vitest'
import { remember, remembered } from './remembered'

afterEach(() => vi.unstubAllGlobals())

it('forgets, and throws nothing, where storage is forbidden or full', () => {
  const refuses = () => {
    throw new DOMException('', 'QuotaExceededError')
  }
  vi.stubGlobal('localStorage', { getItem: refuses, setItem: refuses, removeItem: refuses })
  remember('theme', 'dark')
  remember('theme', null)
  expect(remembered('theme')).toBeNull()
})

it('keeps what it is told', () => {
  const kept = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, what: string) => kept.set(name, what),
    removeItem: (name: string) => kept.delete(name),
  })
  remember('theme', 'dark')
  expect(remembered('theme')).toBe('dark')
  remember('theme', null)
  expect(remembered('theme')).toBeNull()
})
