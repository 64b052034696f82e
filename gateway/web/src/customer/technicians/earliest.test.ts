import { expect, test } from 'vitest'
import { earliest } from './earliest'

test('who works at two stores is told by the earlier time, whatever the offsets', () => {
  const found = earliest([
    { technician_id: 'a', starts_at: '2026-11-18T15:00:00+08:00' },
    { technician_id: 'a', starts_at: '2026-11-18T06:30:00+00:00' },
  ])

  expect(found.get('a')).toBe('2026-11-18T06:30:00+00:00')
})

test('a time at one store counts more than none at the other', () => {
  const none = { technician_id: 'a', starts_at: null }
  const some = { technician_id: 'a', starts_at: '2026-11-18T15:00:00+08:00' }

  expect(earliest([none, some]).get('a')).toBe(some.starts_at)
  expect(earliest([some, none]).get('a')).toBe(some.starts_at)
})

test('who has no time at all is known to have none', () => {
  expect(earliest([{ technician_id: 'a', starts_at: null }]).get('a')).toBeNull()
})
