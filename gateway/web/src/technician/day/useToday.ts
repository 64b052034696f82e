import { Unreachable } from '@/shared/api/refusals'
import { useLoaded } from '@/shared/load'
import { useFresh } from '../fresh'
import { useMe } from '../me'
import { keep, keptOf } from './kept'
import { daysFrom, type Days } from './useDays'

export interface Today extends Days {
  /** When the device saw it, where it could not be asked for now. */
  seenAt: number | null
}

/** A technician's own day, kept fresh; without a network as it was seen last. */
export function useToday(day: () => string) {
  const me = useMe()
  const loaded = useLoaded(ask, [day, () => me.id])
  useFresh(['appointment_changed', 'home_visit_offered'], loaded.reload)

  async function ask(): Promise<Today> {
    try {
      if (!me.id) throw new Unreachable() // only without a line is this page open to nobody
      const days = await daysFrom(day(), 1)
      keep(me.id, day(), days)
      return { ...days, seenAt: null }
    } catch (problem) {
      const kept = problem instanceof Unreachable ? keptOf(day()) : null
      if (!kept || (me.id && kept.technician !== me.id)) throw problem
      return kept
    }
  }

  return loaded
}
