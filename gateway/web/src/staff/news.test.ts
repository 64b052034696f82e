import { beforeEach, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import { useNewsOf } from './news'

const heard = vi.hoisted(() => ({ tell: (() => undefined) as (kind: string, data: object) => void }))
vi.mock('@/shared/live', () => ({ useLive: (hear: typeof heard.tell) => (heard.tell = hear) }))
beforeEach(() => void vi.useFakeTimers())

it('looks once for a burst of what is wanted, of its own store or of no store in particular', () => {
  const look = vi.fn()
  const scope = effectScope()
  scope.run(() => useNewsOf(() => 'sto-1', ['appointment_changed'], look))
  const told = (kind: string, data: object) => (heard.tell(kind, data), vi.runAllTimers(), look.mock.calls.length)

  heard.tell('appointment_changed', { store_id: 'sto-1' })
  expect(told('appointment_changed', { store_id: 'sto-1' })).toBe(1)
  expect(told('appointment_changed', { store_id: 'sto-2' })).toBe(1)
  expect(told('chat_message', { store_id: 'sto-1' })).toBe(1)
  expect(told('appointment_changed', {})).toBe(2)
  expect(told('resync', {})).toBe(3)

  heard.tell('resync', {})
  scope.stop()
  vi.runAllTimers()
  expect(look).toHaveBeenCalledTimes(3)
})
