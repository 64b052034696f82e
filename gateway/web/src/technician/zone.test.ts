import { expect, it } from 'vitest'
import { instantOn, offsetIn } from './zone'

it('tells the offset of a zone at a moment', () => {
  expect(offsetIn('Asia/Shanghai', Date.parse('2026-11-18T02:00:00Z'))).toBe('+08:00')
  expect(offsetIn('Europe/Berlin', Date.parse('2026-07-01T00:00:00Z'))).toBe('+02:00')
  expect(offsetIn('UTC', 0)).toBe('+00:00')
})

it("makes an instant of what the store's clock shows, on both sides of a change of clocks", () => {
  expect(instantOn('2026-11-18', '14:00', 'Asia/Shanghai')).toBe('2026-11-18T14:00:00+08:00')
  expect(instantOn('2026-03-29', '01:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00+01:00')
  expect(instantOn('2026-03-29', '03:30', 'Europe/Berlin')).toBe('2026-03-29T03:30:00+02:00')
})
