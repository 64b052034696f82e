import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Conversation } from './conversation'
import { chipsOf } from './turns'

/** What may be tapped instead of written: to begin with what is asked most, afterwards what the answer suggests. */
export function useQuickReplies(chat: Conversation): ComputedRef<string[]> {
  const { tm, t } = useI18n()
  return computed(() => {
    if (chat.pending.value || !chat.isRead.value) return []
    if (chat.turns.value.length === 0) {
      return [t('chat.starters.book'), t('chat.starters.free'), t('chat.starters.mine'), t('chat.starters.person')]
    }
    return chipsOf(chat.turns.value, chat.proposal.value ? (tm('chat.wordsOnCard') as string[]) : [])
  })
}
