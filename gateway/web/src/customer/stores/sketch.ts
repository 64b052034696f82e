import { kilometres, type Point } from '@/shared/position'

export interface Spot {
  x: number
  y: number
}

export interface Sketch {
  /** In the order the places were given. */
  spots: Spot[]
  /** How long a bar of `kilometres` is, in units of the sketch. */
  scale: { kilometres: number; width: number }
}

const STEPS_KM = [0.2, 0.5, 1, 2, 5, 10, 20, 50, 100]
const LONGEST_BAR = 0.3

/** Where places lie to one another, north up, on a field of that size: a sketch, not a map. */
export function sketchOf(places: readonly Point[], width: number, height: number, margin: number): Sketch {
  const middle = (values: number[]) => (Math.min(...values) + Math.max(...values)) / 2
  const centre = { lng: middle(places.map((one) => one.lng)), lat: middle(places.map((one) => one.lat)) }
  const east = kilometres(centre, { ...centre, lng: centre.lng + 0.01 }) * 100
  const north = kilometres(centre, { ...centre, lat: centre.lat + 0.01 }) * 100
  const offsets = places.map((one) => ({ x: (one.lng - centre.lng) * east, y: (centre.lat - one.lat) * north }))
  const reach = (values: number[]) => Math.max(0.25, ...values.map(Math.abs))
  const perKm = Math.min(
    (width / 2 - margin) / reach(offsets.map((one) => one.x)),
    (height / 2 - margin) / reach(offsets.map((one) => one.y)),
  )
  const bar = STEPS_KM.findLast((step) => step * perKm <= width * LONGEST_BAR) ?? STEPS_KM[0]!
  return {
    spots: offsets.map(({ x, y }) => ({ x: width / 2 + x * perKm, y: height / 2 + y * perKm })),
    scale: { kilometres: bar, width: bar * perKm },
  }
}

type Side = 'start' | 'end'
interface Box {
  left: number
  right: number
  y: number
}
const GAP = 10
const LINE = 12

/** On which side of each spot its label stands: right, unless there it would leave the field or cover another one. */
export function sidesOf(spots: readonly Spot[], widths: readonly number[], width: number): Side[] {
  const taken: Box[] = spots.map(({ x, y }) => ({ left: x - 6, right: x + 6, y }))
  return spots.map(({ x, y }, index) => {
    const long = widths[index] ?? 0
    const right = { left: x + GAP, right: x + GAP + long, y }
    const left = { left: x - GAP - long, right: x - GAP, y }
    const crowd = (box: Box) =>
      taken.filter((one) => Math.abs(one.y - y) < LINE && one.left < box.right && box.left < one.right).length +
      (box.left < 0 || box.right > width ? 2 : 0)
    const isRight = crowd(right) <= crowd(left)
    taken.push(isRight ? right : left)
    return isRight ? 'start' : 'end'
  })
}
