import type { Point } from './position'

type Device = 'apple' | 'other'

const deviceOf = (agent: string): Device => (/iPhone|iPad|Macintosh/.test(agent) ? 'apple' : 'other')

/** A link that shows a place on the map the device has; all of them take GCJ-02 here. */
export function mapLink(place: Point & { name: string }, agent = navigator.userAgent): string {
  const name = encodeURIComponent(place.name)
  return deviceOf(agent) === 'apple'
    ? `https://maps.apple.com/?ll=${place.lat},${place.lng}&q=${name}`
    : `https://uri.amap.com/marker?position=${place.lng},${place.lat}&name=${name}&coordinate=gaode&callnative=1`
}
