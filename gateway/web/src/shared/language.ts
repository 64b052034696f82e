import { ref } from 'vue'
import { remember, remembered } from './remembered'

export type Language = 'zh-CN' | 'en'
const KEPT = 'language'

function preferred(): Language {
  const kept = remembered(KEPT)
  if (kept === 'zh-CN' || kept === 'en') return kept
  const wanted = navigator.languages.find((tag) => /^(zh|en)\b/.test(tag))
  return wanted?.startsWith('en') ? 'en' : 'zh-CN'
}

/** The language of this device's reader; also that of every question to the API. */
export const language = ref<Language>(preferred())

export function keepLanguage(chosen: Language): void {
  remember(KEPT, chosen)
  language.value = chosen
}
