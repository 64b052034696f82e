/** A point in GCJ-02 degrees, as the API and the maps of the country count. */
export interface Point {
  lng: number
  lat: number
}

export type PositionTrouble = 'unsupported' | 'denied' | 'unknown'

/** Why the device does not say where it is. */
export class PositionUnknown extends Error {
  constructor(readonly reason: PositionTrouble) {
    super(reason)
    this.name = 'PositionUnknown'
  }
}

const PATIENCE = { enableHighAccuracy: true, timeout: 10_000, maximumAge: 60_000 }
const DENIED = 1

/** Where the device is. It asks the person first: only call this when they tapped for it. */
export async function whereIAm(): Promise<Point> {
  if (!('geolocation' in navigator)) throw new PositionUnknown('unsupported')
  const { coords } = await new Promise<GeolocationPosition>((resolve, reject) => {
    const refuse = (problem: GeolocationPositionError) =>
      reject(new PositionUnknown(problem.code === DENIED ? 'denied' : 'unknown'))
    navigator.geolocation.getCurrentPosition(resolve, refuse, PATIENCE)
  })
  // A receiver counts in WGS-84, which lies some hundred metres beside.
  const { default: gcoord } = await import('gcoord')
  const [lng, lat] = gcoord.transform([coords.longitude, coords.latitude], gcoord.WGS84, gcoord.GCJ02)
  return { lng, lat }
}

const EARTH_KM = 6371
const radians = (degrees: number): number => (degrees * Math.PI) / 180

/** Kilometres between two points as the crow flies. */
export function kilometres(a: Point, b: Point): number {
  const [north, east] = [radians(b.lat - a.lat), radians(b.lng - a.lng)]
  const half = Math.sin(north / 2) ** 2 + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(east / 2) ** 2
  return 2 * EARTH_KM * Math.asin(Math.sqrt(half))
}
