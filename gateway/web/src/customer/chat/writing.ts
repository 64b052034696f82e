/** What the chat takes at once (chatbot's `MAX_TEXT`), in characters as the service counts them. */
export const LONGEST = 1000
/** From here on the writer is told how much is left. */
export const FROM_HERE = 800

/** Characters, where an emoji is one: JavaScript counts some as two, the service does not. */
export const lengthOf = (text: string): number => [...text.trim()].length

type Pressed = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'isComposing' | 'keyCode'>

/**
 * Whether a key sends what is written: Enter, but not Shift+Enter, and not the Enter that chooses a word while Chinese
 * is being composed (Safari ends the composition first, and tells of it by key code 229 alone).
 */
export const sendsBy = (event: Pressed): boolean =>
  event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.keyCode !== 229
