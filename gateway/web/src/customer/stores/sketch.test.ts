import { expect, test } from 'vitest'
import { sidesOf, sketchOf } from './sketch'

const SOUTH_WEST = { lng: 121.4, lat: 31.1 }
const NORTH_EAST = { lng: 121.5, lat: 31.2 }

test('north is up and east is right, and everything lies within the margins', () => {
  const { spots } = sketchOf([SOUTH_WEST, NORTH_EAST], 320, 200, 20)
  const [below, above] = spots

  expect(below!.x).toBeLessThan(above!.x)
  expect(below!.y).toBeGreaterThan(above!.y)
  for (const { x, y } of spots) {
    expect(x).toBeGreaterThanOrEqual(20)
    expect(x).toBeLessThanOrEqual(300)
    expect(y).toBeGreaterThanOrEqual(20 - 1e-9)
    expect(y).toBeLessThanOrEqual(180 + 1e-9)
  }
})

test('a single place stands in the middle', () => {
  expect(sketchOf([SOUTH_WEST], 320, 200, 20).spots).toEqual([{ x: 160, y: 100 }])
})

test('the bar is of round kilometres and no longer than a third of the width', () => {
  const { scale } = sketchOf([SOUTH_WEST, NORTH_EAST], 320, 200, 20)

  expect([1, 2, 5]).toContain(scale.kilometres)
  expect(scale.width).toBeLessThanOrEqual(320 * 0.3)
})

test('a label stands on the left where on the right it would cover a spot, or leave the field', () => {
  const close = [
    { x: 100, y: 50 },
    { x: 130, y: 52 },
    { x: 310, y: 150 },
  ]

  expect(sidesOf(close, [50, 50, 50], 320)).toEqual(['end', 'start', 'end'])
})
