import { expect, test } from 'vitest'
import { mapAppsOf, placeIn, wayIn } from './maps'

const STORE = { lng: 121.4365, lat: 31.1955, name: '徐家汇店', address: '肇嘉浜路1065号' }

test("an Apple device is offered Apple's maps first, others are not offered them", () => {
  expect(mapAppsOf('Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X)')).toEqual(['apple', 'amap', 'baidu'])
  expect(mapAppsOf('Mozilla/5.0 (Linux; Android 16)')).toEqual(['amap', 'baidu'])
})

test('Amap and Apple are told the place as it is', () => {
  expect(placeIn('amap', STORE)).toContain('position=121.4365,31.1955&')
  expect(placeIn('apple', STORE)).toContain('ll=31.1955,121.4365&')
  expect(wayIn('amap', STORE)).toContain('to=121.4365,31.1955,')
  expect(wayIn('apple', STORE)).toContain('daddr=31.1955,121.4365&')
})

test.each([
  ['a place', new URL(placeIn('baidu', STORE)).searchParams.get('location')!],
  ['a way', new URL(wayIn('baidu', STORE)).searchParams.get('destination')!],
])('Baidu is told %s in its own degrees, some hundred metres beside', (_what, told) => {
  const [, lat, lng] = /([\d.]+),([\d.]+)/.exec(told)!

  expect(Number(lng) - STORE.lng).toBeCloseTo(0.0065, 3)
  expect(Number(lat) - STORE.lat).toBeCloseTo(0.006, 3)
})

test("a name is written into the link so that no sign of it is the link's own", () => {
  expect(wayIn('amap', { ...STORE, name: 'A&B 楼' })).toContain('A%26B%20')
})
