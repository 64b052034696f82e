import gcoord from 'gcoord'
import type { Point } from '@/shared/position'

export type Maps = 'apple' | 'amap' | 'baidu'

/** Where to go, as the API tells it: in GCJ-02 degrees, which Amap takes, and Apple within China too. */
export type Goal = Point & { text: string }

/** Which maps a device has, the likeliest first: Apple's exist on Apple's devices only. */
export function mapsOf(userAgent: string): Maps[] {
  return /iPhone|iPad|Macintosh/.test(userAgent) ? ['apple', 'amap', 'baidu'] : ['amap', 'baidu']
}

/** The address that opens the way there: in the app where it is installed, else on its own page. */
export function wayTo(maps: Maps, { lng, lat, text }: Goal): string {
  const name = encodeURIComponent(text)
  if (maps === 'apple') return `https://maps.apple.com/?daddr=${lat},${lng}&q=${name}&dirflg=d`
  if (maps === 'amap') {
    return `https://uri.amap.com/navigation?to=${lng},${lat},${name}&mode=car&coordinate=gaode&callnative=1`
  }
  const [baiduLng, baiduLat] = gcoord.transform([lng, lat], gcoord.GCJ02, gcoord.BD09)
  const there = encodeURIComponent(`latlng:${baiduLat.toFixed(6)},${baiduLng.toFixed(6)}|name:${text}`)
  return `https://api.map.baidu.com/direction?destination=${there}&mode=driving&coord_type=bd09ll&output=html&src=mingyitang`
}
