import type { Language } from './language'

const formats: Partial<Record<Language, Intl.ListFormat>> = {}

/** Names or words as a list is written in that language. */
export function listed(words: readonly string[], language: Language): string {
  const format = (formats[language] ??= new Intl.ListFormat(language, { type: 'conjunction', style: 'narrow' }))
  return format.format(words)
}
