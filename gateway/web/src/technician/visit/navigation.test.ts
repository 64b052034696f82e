import { expect, it } from 'vitest'
import { mapsOf, wayTo } from './navigation'

const home = { lng: 121.4365, lat: 31.1955, text: '肇嘉浜路 1065 号' }

it("offers Apple's maps on Apple's devices only, and first there", () => {
  expect(mapsOf('Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X)')).toEqual(['apple', 'amap', 'baidu'])
  expect(mapsOf('Mozilla/5.0 (Linux; Android 16)')).toEqual(['amap', 'baidu'])
})

it('gives Amap and Apple the point as it is, and Baidu its own grid', () => {
  expect(wayTo('amap', home)).toContain('to=121.4365,31.1955,')
  expect(wayTo('apple', home)).toContain('daddr=31.1955,121.4365')
  const [, lat, lng] = /latlng:([\d.]+),([\d.]+)/.exec(decodeURIComponent(wayTo('baidu', home))) ?? []
  // BD-09 lies some 0.0065° east and 0.006° north of GCJ-02 there.
  expect(Number(lng) - home.lng).toBeGreaterThan(0.004)
  expect(Number(lat) - home.lat).toBeGreaterThan(0.003)
})

it("writes an address into the link so that no sign of it is the link's own", () => {
  expect(wayTo('amap', { ...home, text: 'A&B 楼' })).toContain('A%26B%20')
})
