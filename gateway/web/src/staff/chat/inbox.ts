import { onScopeDispose } from 'vue'
import { api } from '@/shared/api/client'
import { allOf } from '@/shared/lists'
import { useLive } from '@/shared/live'
import { useLoaded } from '@/shared/load'

const GATHER_MS = 150

/** Everything that waits for, or is with, the staff of my stores; live. */
export function useInbox() {
  const found = useLoaded(() => allOf((query) => api.GET('/api/v1/chat/inbox', { params: { query } })))
  let soon: ReturnType<typeof setTimeout> | undefined

  useLive((kind) => {
    if (kind !== 'chat_message' && kind !== 'resync') return
    clearTimeout(soon) // several at once are one reading
    soon = setTimeout(() => void found.reload(), GATHER_MS)
  })
  onScopeDispose(() => clearTimeout(soon))
  return found
}
