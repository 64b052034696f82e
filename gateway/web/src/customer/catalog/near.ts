import { ref, shallowRef } from 'vue'
import { kilometres, PositionUnknown, whereIAm, type Point, type PositionTrouble } from '@/shared/position'

// Where one is is asked for once and then known on all pages until the app is closed; it is kept nowhere.
const point = shallowRef<Point | null>(null)
const isAsking = ref(false)
const trouble = ref<PositionTrouble | null>(null)

/** The nearest first; in the shop's order where nobody knows from where. */
export const sortedFrom = <T extends Point>(from: Point | null, places: readonly T[]): T[] =>
  from ? [...places].sort((a, b) => kilometres(from, a) - kilometres(from, b)) : [...places]

/** Where the reader is, once they have tapped for it. */
export function useNear() {
  async function locate(): Promise<Point | null> {
    if (isAsking.value) return null
    isAsking.value = true
    trouble.value = null
    try {
      point.value = await whereIAm()
    } catch (problem) {
      trouble.value = problem instanceof PositionUnknown ? problem.reason : 'unknown'
    } finally {
      isAsking.value = false
    }
    return point.value
  }

  const awayKm = (place: Point): number | undefined => (point.value ? kilometres(point.value, place) : undefined)
  const nearestFirst = <T extends Point>(places: readonly T[]): T[] => sortedFrom(point.value, places)

  return { point, isAsking, trouble, locate, awayKm, nearestFirst }
}
