import { useI18n } from 'vue-i18n'

interface Named {
  name?: string | null
  name_en?: string | null
}

/** Names of the shop's things in the reader's language. */
export function useNames() {
  const { locale, tm } = useI18n()
  const isEnglish = () => locale.value === 'en'

  const nameOf = (thing: Named): string => (isEnglish() && thing.name_en) || thing.name || ''

  /** A word of the shop's data (a category, a part of the body, …); as it stands where we know no other for it. */
  const word = (said: string): string => (tm('words') as Record<string, string>)[said] ?? said

  /** Several words, as a list is written in this language. */
  const words = (said: readonly string[]): string => said.map(word).join(isEnglish() ? ', ' : '\u3001')

  /** `description` or `description_en`: what was written in one's language, else what there is. */
  const textOf = (zh?: string | null, en?: string | null): string => (isEnglish() ? en || zh : zh || en) ?? ''

  return { nameOf, word, words, textOf }
}
