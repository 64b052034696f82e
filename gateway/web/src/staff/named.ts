import { language } from '@/shared/language'

interface Named {
  name?: string | null
  name_en?: string | null
}

/** Names in the reader's language, where there is one in it: `named(store)`. */
export const useNamed =
  () =>
  (one: Named): string =>
    (language.value === 'en' && one.name_en) || one.name || ''
