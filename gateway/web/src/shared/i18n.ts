import { watch } from 'vue'
import { createI18n } from 'vue-i18n'
import { keepLanguage, language, type Language } from './language'

/** Texts of one language, by the shape of another's: a key that is missing is an error of types. */
export type Same<T> = { [K in keyof T]: T[K] extends string ? string : Same<T[K]> }

/** An app's texts, a module for each language. */
export type Loaders = Record<Language, () => Promise<{ default: object }>>

/** The app's texts: those of the reader's language are there before anything is shown, the others come when asked for. */
export async function makeI18n(loaders: Loaders) {
  const i18n = createI18n<false>({
    legacy: false,
    locale: language.value,
    missingWarn: true,
    fallbackWarn: true,
    // eslint-disable-next-line no-console -- a text that is missing is a defect, and tests fail on it
    missing: (_locale, key) => (console.error(`no text for ${key}`), key),
  })
  const loaded = new Set<Language>() // not `availableLocales`: the first locale is in there before it has texts
  const show = async (chosen: Language) => {
    if (!loaded.has(chosen)) {
      i18n.global.setLocaleMessage(chosen, (await loaders[chosen]()).default)
      loaded.add(chosen)
    }
    i18n.global.locale.value = chosen
    document.documentElement.lang = chosen
  }
  await show(language.value)
  // A language that does not load: the reader stays with the one there is.
  watch(language, (chosen) => show(chosen).catch(() => keepLanguage(i18n.global.locale.value as Language)))
  return i18n
}
