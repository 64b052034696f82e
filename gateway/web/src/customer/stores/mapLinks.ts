import gcoord from 'gcoord'
import type { Point } from '@/shared/position'

export type MapApp = 'amap' | 'baidu' | 'apple'

/** Links that show a place in map apps, the device's own first. The place is in GCJ-02, as the API tells places. */
export function mapLinks(place: Point & { name: string; address: string }, agent: string): [MapApp, string][] {
  const { lng, lat } = place
  const name = encodeURIComponent(place.name)
  const [bdLng, bdLat] = gcoord.transform([lng, lat], gcoord.GCJ02, gcoord.BD09)
  const amap = `https://uri.amap.com/marker?position=${lng},${lat}&name=${name}&coordinate=gaode&callnative=1`
  const baidu =
    `https://api.map.baidu.com/marker?location=${bdLat.toFixed(6)},${bdLng.toFixed(6)}&title=${name}` +
    `&content=${encodeURIComponent(place.address)}&coord_type=bd09ll&output=html&src=mingyitang`
  const apple = `https://maps.apple.com/?ll=${lat},${lng}&q=${name}`
  const chinese: [MapApp, string][] = [
    ['amap', amap],
    ['baidu', baidu],
  ]
  return /iPhone|iPad|Macintosh/.test(agent) ? [['apple', apple], ...chinese] : chinese
}
