import { computed } from 'vue'
import { api, got, type Shape } from '@/shared/api/client'
import { Unreachable } from '@/shared/api/refusals'
import { useLive } from '@/shared/live'
import { useLoaded } from '@/shared/load'
import { keptOne } from '../offline/kept'

export type Appointment = Shape<'Appointment'>

/** One appointment, kept up to date by what the server tells; without a network as it was seen last. */
export function useAppointment(id: () => string) {
  const loaded = useLoaded(async (): Promise<{ appointment: Appointment; isKept: boolean }> => {
    const wanted = id()
    try {
      const params = { path: { appointment_id: wanted } }
      return { appointment: await got(api.GET('/api/v1/appointments/{appointment_id}', { params })), isKept: false }
    } catch (problem) {
      const known = problem instanceof Unreachable ? keptOne(wanted) : undefined
      if (!known) throw problem
      return { appointment: known, isKept: true }
    }
  }, [id])

  useLive((kind, data) => {
    if (kind === 'resync' || (kind === 'appointment_changed' && data.appointment_id === id())) void loaded.reload()
  })

  const appointment = computed(() => loaded.data.value?.appointment)
  /** What may be done needs a line: nothing, of one that was kept. */
  const may = (action: string): boolean =>
    loaded.data.value?.isKept === false && appointment.value?.allowed_actions.includes(action) === true
  return { ...loaded, appointment, may }
}

/** Why this technician: in words, where nobody in particular was asked for. */
export const becauseOf = (one: Appointment): string =>
  String((one.chosen_because as { text?: string } | null | undefined)?.text ?? '')
