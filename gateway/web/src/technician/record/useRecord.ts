import { computed, ref, watch } from 'vue'
import { useAction } from '@/shared/action'
import { api, got, type Shape } from '@/shared/api/client'
import { now } from '@/shared/clock'
import { useLoaded } from '@/shared/load'
import { useSession } from '@/shared/session'
import { asked, begun, forget, keep, kept, type Draft } from './draft'

/** A visit's record in the making: what is there, what is being written, and what is kept of that on the device. */
export function useRecord(id: () => string) {
  const account = useSession().account?.id ?? ''
  const path = () => ({ appointment_id: id() })
  const draft = ref<Draft>()
  const record = ref<Shape<'ServiceRecord'>>()
  const isFromDraft = ref(false)
  const isDirty = ref(false)
  /** Whether what is not saved would be found again after a reload. */
  const isKept = ref(true)

  const loaded = useLoaded(async () => {
    const params = { params: { path: path() } }
    const [visit, found] = await Promise.all([
      got(api.GET('/api/v1/appointments/{appointment_id}', params)),
      got(api.GET('/api/v1/appointments/{appointment_id}/service-record', params)),
    ])
    return { visit, found }
  }, [id])
  const visit = computed(() => loaded.data.value?.visit)

  watch(
    () => loaded.data.value,
    (told) => {
      if (!told) return
      record.value = told.found
      const mine = kept(localStorage, account, id())
      isFromDraft.value = mine !== null
      draft.value = mine ?? begun(told.found, told.visit)
      isDirty.value = mine !== null
    },
  )

  function changed(): void {
    if (!draft.value) return
    isDirty.value = true
    isKept.value = keep(localStorage, account, id(), draft.value, now())
  }

  const saving = useAction((key, body: Shape<'PutServiceRecord'>) =>
    got(
      api.PUT('/api/v1/appointments/{appointment_id}/service-record', {
        params: { path: path(), header: { 'Idempotency-Key': key } },
        body,
      }),
    ),
  )

  async function save(): Promise<boolean> {
    if (!draft.value) return false
    const saved = await saving.run(asked(draft.value))
    if (!saved) return false
    done(saved)
    return true
  }

  function done(saved: Shape<'ServiceRecord'>): void {
    forget(localStorage, account, id())
    record.value = saved
    if (visit.value) draft.value = begun(saved, visit.value)
    isDirty.value = isFromDraft.value = false
  }

  /** Somebody else wrote meanwhile: what is written here goes on top of theirs. */
  async function overtake(): Promise<boolean> {
    const params = { params: { path: path() } }
    const theirs = await got(api.GET('/api/v1/appointments/{appointment_id}/service-record', params))
    record.value = theirs
    if (draft.value) draft.value.version = theirs.version
    changed()
    return save()
  }

  function discard(): void {
    if (record.value) done(record.value)
  }

  return { loaded, visit, record, draft, isDirty, isKept, isFromDraft, changed, saving, save, overtake, discard }
}
