import { ref, watch } from 'vue'
import { NOTHING, type Kept } from './kept'

// The little that every page loads: whether the chat is open, and what this device keeps of it. All else comes with the
// panel.

const KEPT = 'chat'

function remembered(): Kept {
  try {
    return { ...NOTHING, ...(JSON.parse(localStorage.getItem(KEPT) ?? '{}') as Partial<Kept>) }
  } catch {
    return NOTHING
  }
}

export const kept = ref<Kept>(remembered())
watch(kept, (value) => localStorage.setItem(KEPT, JSON.stringify(value)))

export const isOpen = ref(false)
/** What somebody has begun to write; it stays while the panel is closed. */
export const draft = ref('')
/** Answers of a person that were not read yet. */
export const unread = ref(0)

/** When the person leaves. */
export function forgetChat(): void {
  kept.value = NOTHING
  draft.value = ''
  unread.value = 0
}

/** Opens the chat; `text` is put into the field, for the reader to send. */
export function openChat(text = ''): void {
  if (text) draft.value = text
  isOpen.value = true
}
