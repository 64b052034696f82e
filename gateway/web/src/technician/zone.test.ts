import { expect, it } from 'vitest'
import { instantOn } from './zone'

it("makes an instant of what the store's clock shows, on both sides of a change of clocks", () => {
  expect(instantOn('2026-11-18', '14:00', 'Asia/Shanghai')).toBe('2026-11-18T14:00:00+08:00')
  expect(instantOn('2026-03-29', '01:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00+01:00')
  expect(instantOn('2026-03-29', '03:30', 'Europe/Berlin')).toBe('2026-03-29T03:30:00+02:00')
})
