import { expect, test } from 'vitest'
import { mapLinks } from './mapLinks'

const PLACE = { lng: 121.4365, lat: 31.1955, name: '徐家汇店', address: '肇嘉浜路1065号' }

test('an Apple device is offered its own map first, others are not offered it', () => {
  expect(mapLinks(PLACE, 'iPhone').map(([app]) => app)).toEqual(['apple', 'amap', 'baidu'])
  expect(mapLinks(PLACE, 'Linux; Android 15').map(([app]) => app)).toEqual(['amap', 'baidu'])
})

test('Baidu is told the place in its own coordinates, some hundred metres beside', () => {
  const [, baidu] = mapLinks(PLACE, 'Android').find(([app]) => app === 'baidu')!
  const [lat, lng] = new URL(baidu).searchParams.get('location')!.split(',').map(Number)

  expect(lng! - PLACE.lng).toBeCloseTo(0.0065, 3)
  expect(lat! - PLACE.lat).toBeCloseTo(0.006, 3)
})
