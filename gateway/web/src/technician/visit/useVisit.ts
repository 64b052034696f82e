import { computed, shallowRef, watch } from 'vue'
import { useLive } from '@/shared/live'
import { api, got } from '@/shared/api/client'
import { useLoaded } from '@/shared/load'
import type { Visit } from '../day/timeline'

/** One visit, kept fresh; `took` takes the answer of a step, which is newer than anything asked before. */
export function useVisit(id: () => string) {
  const { data, error, isFirst, reload } = useLoaded(
    () => got(api.GET('/api/v1/appointments/{appointment_id}', { params: { path: { appointment_id: id() } } })),
    [id],
  )
  const visit = shallowRef<Visit>()
  watch(
    () => data.value,
    (found) => found && took(found),
  )

  function took(answer: Visit): void {
    const known = visit.value
    // An answer that was under way while a step was taken tells of the time before it.
    if (known?.id !== answer.id || known.version <= answer.version) visit.value = answer
  }

  useLive((kind, told) => {
    if (kind === 'resync' || told.appointment_id === id() || told.id === id()) void reload()
  })
  return { visit: computed(() => (visit.value?.id === id() ? visit.value : undefined)), error, isFirst, reload, took }
}
