import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import { useAction } from '../action'
import { api, got, type Shape } from '../api/client'
import { sendFile } from '../api/sending'
import { newKey } from '../keys'
import { wrongWith } from './files'

type Technician = Shape<'Technician'>

/** A technician's photo being chosen, looked at, sent or taken away; `changed` hears of the technician as it is then. */
export function usePortrait(technician: () => Technician, changed: (technician: Technician) => void) {
  // Each choice has an Idempotency-Key of its own, which sending it again keeps.
  const chosen = shallowRef<{ file: File; key: string } | null>(null)
  const preview = shallowRef<string | null>(null)
  const share = shallowRef(0)
  const wrong = computed(() => chosen.value && wrongWith(chosen.value.file))

  function choose(file: File | null): void {
    sending.error.value = removing.error.value = null
    share.value = 0
    chosen.value = file && { file, key: newKey() }
    drop()
    preview.value = file && !wrong.value ? URL.createObjectURL(file) : null
  }
  function drop(): void {
    if (preview.value) URL.revokeObjectURL(preview.value)
  }

  const sending = useAction(async () => {
    if (!chosen.value || wrong.value) return
    const { file, key } = chosen.value
    const form = new FormData()
    form.set('file', file)
    const path = `/api/v1/technicians/${encodeURIComponent(technician().id)}/photo`
    const tell = (part: number) => (share.value = part)
    const pictured = await sendFile<Technician>({ method: 'PUT', path, form, key, tell })
    choose(null)
    changed(pictured)
  })
  const removing = useAction(async (key) => {
    const params = { path: { technician_id: technician().id }, header: { 'Idempotency-Key': key } }
    changed(await got(api.DELETE('/api/v1/technicians/{technician_id}/photo', { params })))
  })

  watch(
    () => technician().id,
    () => choose(null),
  )
  onScopeDispose(drop)
  return {
    chosen,
    preview,
    share,
    wrong,
    choose,
    send: () => sending.run(),
    remove: () => removing.run(),
    error: computed(() => sending.error.value ?? removing.error.value),
    isSending: sending.isRunning,
    isBusy: computed(() => sending.isRunning.value || removing.isRunning.value),
  }
}
