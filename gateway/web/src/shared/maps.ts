import gcoord from 'gcoord'
import type { Point } from './position'

export type MapApp = 'amap' | 'baidu' | 'apple'

/** A place in GCJ-02 degrees, as the API tells it: Amap takes it so, and Apple within China too. */
export type Place = Point & { name: string; address?: string }

/** Which map apps a device has, the likeliest first: Apple's is on Apple's devices only. */
export const mapAppsOf = (agent: string): [MapApp, ...MapApp[]] =>
  /iPhone|iPad|Macintosh/.test(agent) ? ['apple', 'amap', 'baidu'] : ['amap', 'baidu']

/** The address that shows a place: in the app where it is installed, else on its own page. */
export function placeIn(app: MapApp, place: Place): string {
  const { lng, lat } = place
  const name = encodeURIComponent(place.name)
  if (app === 'apple') return `https://maps.apple.com/?ll=${lat},${lng}&q=${name}`
  if (app === 'amap') {
    return `https://uri.amap.com/marker?position=${lng},${lat}&name=${name}&coordinate=gaode&callnative=1`
  }
  const content = encodeURIComponent(place.address ?? place.name)
  return `https://api.map.baidu.com/marker?location=${baiduOf(place)}&title=${name}&content=${content}&${BAIDU}`
}

/** The address that opens the way there. */
export function wayIn(app: MapApp, place: Place): string {
  const { lng, lat } = place
  const name = encodeURIComponent(place.name)
  if (app === 'apple') return `https://maps.apple.com/?daddr=${lat},${lng}&q=${name}&dirflg=d`
  if (app === 'amap') {
    return `https://uri.amap.com/navigation?to=${lng},${lat},${name}&mode=car&coordinate=gaode&callnative=1`
  }
  const there = encodeURIComponent(`latlng:${baiduOf(place)}|name:${place.name}`)
  return `https://api.map.baidu.com/direction?destination=${there}&mode=driving&${BAIDU}`
}

const BAIDU = 'coord_type=bd09ll&output=html&src=mingyitang'

/** Baidu counts in degrees of its own, some hundred metres beside. */
function baiduOf({ lng, lat }: Point): string {
  const [east, north] = gcoord.transform([lng, lat], gcoord.GCJ02, gcoord.BD09)
  return `${north.toFixed(6)},${east.toFixed(6)}`
}
