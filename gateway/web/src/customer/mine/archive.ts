import { shallowRef } from 'vue'
import { useAction } from '@/shared/action'
import { api, got, type Shape } from '@/shared/api/client'
import { isRefused } from '@/shared/api/refusals'
import { useLoaded } from '@/shared/load'
import { useSession } from '@/shared/session'

export type Archive = Shape<'Customer'>
export type Changes = Omit<Shape<'UpdateCustomer'>, 'version' | 'tags'>

const TRIES = 5
const PAUSE_MS = 300

/**
 * What the shop keeps of the customer who is signed in. A save sends the version that was read; when somebody else has
 * changed it meanwhile, the newer version is read, for the page to bring both together before it saves again.
 */
export function useArchive() {
  const session = useSession()
  const isSaved = shallowRef(false)
  const { data, error, isFirst, reload } = useLoaded(() => read(session.account?.id ?? ''))

  const saving = useAction(async (key, version: number, changes: Changes) => {
    const params = { path: { customer_id: session.account?.id ?? '' }, header: { 'Idempotency-Key': key } }
    await got(api.PATCH('/api/v1/customers/{customer_id}', { params, body: { ...changes, version } }))
    return true
  })

  async function save(changes: Changes): Promise<boolean> {
    isSaved.value = false
    const done = (await saving.run(data.value?.version ?? 0, changes)) === true
    if (done || isRefused(saving.error.value, 'version_conflict')) await reload()
    return (isSaved.value = done)
  }

  return { archive: data, error, isFirst, reload, save, isSaving: saving.isRunning, refused: saving.error, isSaved }
}

/** A new account's archive is made when its event has arrived, some moments later. */
async function read(id: string): Promise<Archive> {
  for (let tried = 1; ; tried++) {
    try {
      return await got(api.GET('/api/v1/customers/{customer_id}', { params: { path: { customer_id: id } } }))
    } catch (problem) {
      if (!isRefused(problem, 'not_found') || tried === TRIES) throw problem
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * tried))
    }
  }
}
