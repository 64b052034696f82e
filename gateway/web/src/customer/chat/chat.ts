import { effectScope, watch } from 'vue'
import { useLive } from '@/shared/live'
import { useSession } from '@/shared/session'
import { makeConversation, type Conversation } from './conversation'
import { isOpen, kept, unread } from './entry'
import { usePolling } from './polling'
import { gateway } from './wire'

let made: Conversation | null = null

/** The conversation of this device, one for the life of the page, kept up to date while the panel is closed as well. */
export function useChat(): Conversation {
  made ??= effectScope(true).run(begun) as Conversation
  return made
}

function begun(): Conversation {
  const session = useSession()
  const chat = makeConversation(gateway, { kept, isOpen, unread })
  useLive((kind, data) => {
    if (kind === 'chat_message') chat.hear(data)
    else if (kind === 'resync') void chat.read()
  })
  // Nobody's conversation has no stream: while a person is asked for in it, it is looked at again and again.
  usePolling(
    () => (session.isSignedIn || !chat.handoff.value ? null : isOpen.value ? 1_000 : 10_000),
    () => chat.read(),
  )
  watch(
    () => session.account?.id,
    (_account, before) => {
      if (before)
        chat.begin() // what somebody else has said is no longer here, whether or not the gateway answers
      else void chat.read()
    },
  )
  void session.whenKnown().then(() => chat.read())
  return chat
}
