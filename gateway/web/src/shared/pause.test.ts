import { expect, test, vi } from 'vitest'
import { effectScope } from 'vue'
import { Refused, Unreachable } from './api/refusals'
import { usePause } from './pause'

test('who asked too often may ask again once the time they were told is over', () => {
  vi.useFakeTimers()
  const scope = effectScope()
  const { seconds, heed } = scope.run(usePause)!

  heed(new Refused(429, 'too_many_requests', '', {}, { retry_after: 3 }))
  expect(seconds.value).toBe(3)
  vi.advanceTimersByTime(2000)
  expect(seconds.value).toBe(1)
  vi.advanceTimersByTime(1000)
  expect(seconds.value).toBe(0)
  scope.stop()
  vi.useRealTimers()
})

test('nobody waits for any other trouble', () => {
  const scope = effectScope()
  const { seconds, heed } = scope.run(usePause)!

  heed(new Refused(422, 'validation_failed', ''))
  heed(new Unreachable())
  heed(null)
  expect(seconds.value).toBe(0)
  scope.stop()
})
