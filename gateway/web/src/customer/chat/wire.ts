import { api, got, type Shape } from '@/shared/api/client'

/** What the conversation asks of the gateway. */
export interface Wire {
  say: (conversationId: string | null, text: string) => Promise<Shape<'ChatAnswer'>>
  confirm: (proposalId: string) => Promise<Shape<'ChatAnswer'>>
  read: (conversationId: string) => Promise<Shape<'Conversation'>>
  forget: (conversationId: string) => Promise<void>
}

const of = (id: string) => ({ params: { path: { conversation_id: id } } })

/** A confirmation needs no Idempotency-Key: the proposal is one, and after a lost answer it must be asked anew. */
export const gateway: Wire = {
  say: (conversation_id, text) => got(api.POST('/api/v1/chat/messages', { body: { conversation_id, text } })),
  confirm: (proposal_id) =>
    got(api.POST('/api/v1/chat/proposals/{proposal_id}/confirm', { params: { path: { proposal_id } } })),
  read: (id) => got(api.GET('/api/v1/chat/conversations/{conversation_id}', of(id))),
  forget: async (id) => void (await got(api.DELETE('/api/v1/chat/conversations/{conversation_id}', of(id)))),
}
