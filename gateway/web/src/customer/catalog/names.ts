import { useI18n } from 'vue-i18n'
import { language } from '@/shared/language'
import { listed } from '@/shared/listed'
import { useWord } from '@/shared/word'

interface Named {
  name?: string | null
  name_en?: string | null
}

/** Names of the shop's things in the reader's language. */
export function useNames() {
  const { locale } = useI18n()
  const isEnglish = () => locale.value === 'en'

  const nameOf = (thing: Named): string => (isEnglish() && thing.name_en) || thing.name || ''

  const word = useWord()

  /** Several words, as a list is written in this language. */
  const words = (said: readonly string[]): string => listed(said.map(word), language.value)

  /** `description` or `description_en`: what was written in one's language, else what there is. */
  const textOf = (zh?: string | null, en?: string | null): string => (isEnglish() ? en || zh : zh || en) ?? ''

  return { nameOf, word, words, textOf }
}
