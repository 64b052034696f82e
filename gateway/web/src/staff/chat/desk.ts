import { computed, watch, type Ref } from 'vue'
import { useAction } from '@/shared/action'
import { api, got, type Shape } from '@/shared/api/client'
import { isRefused } from '@/shared/api/refusals'
import { useLive } from '@/shared/live'
import { useLoaded } from '@/shared/load'
import { useSession } from '@/shared/session'
import { wasSeen } from './seen'

type Read = Shape<'Conversation'>

const head = (key: string) => ({ header: { 'Idempotency-Key': key } })

/** A conversation in the hands of the staff: what was said, and what can be done with it. */
export function useDesk(id: Ref<string>) {
  const session = useSession()
  const found = useLoaded(
    () =>
      got(api.GET('/api/v1/chat/conversations/{conversation_id}', { params: { path: { conversation_id: id.value } } })),
    [id],
  )
  // What is kept of the one before is nothing to act on.
  const conversation = computed<Read | undefined>(() => {
    const read = found.data.value
    return read?.conversation_id === id.value ? read : undefined
  })
  const last = computed(() => conversation.value?.turns.at(-1)?.turn ?? 0)
  const isMine = computed(() => conversation.value?.attended_by?.id === session.account?.id)
  const colleague = computed(() => (isMine.value ? null : (conversation.value?.attended_by ?? null)))

  watch(last, (turn) => wasSeen(id.value, turn))
  useLive((kind, data) => {
    if (kind === 'resync' || (kind === 'chat_message' && data['conversation_id'] === id.value)) void found.reload()
  })

  const path = () => ({ path: { conversation_id: id.value } })
  const attending = useAction(async (key, takeOver: boolean) => {
    const params = { ...path(), ...head(key) }
    const body = { take_over: takeOver }
    await got(api.POST('/api/v1/chat/conversations/{conversation_id}/attend', { params, body }))
    await found.reload()
  })
  const releasing = useAction(async (key) => {
    const params = { ...path(), ...head(key) }
    await got(api.POST('/api/v1/chat/conversations/{conversation_id}/release', { params }))
    await found.reload()
  })
  /** Answers true once it is said. Where the customer has said more meanwhile, that is read first: nothing is sent. */
  const replying = useAction(async (key, text: string, version: number) => {
    const params = { ...path(), ...head(key) }
    const body = { text, version }
    try {
      await got(api.POST('/api/v1/chat/conversations/{conversation_id}/replies', { params, body }))
    } catch (error) {
      if (isRefused(error, 'version_conflict', 'conversation_attended', 'conversation_not_handed_over')) {
        await found.reload()
      }
      throw error
    }
    await found.reload()
    return true
  })

  return { found, conversation, last, isMine, colleague, attending, releasing, replying }
}
