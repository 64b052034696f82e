import { useI18n } from 'vue-i18n'
import type { Shape } from '@/shared/api/client'

/** The words of a customer's archive in the reader's language; what no dictionary knows stays as it was written. */
export function useCareWords() {
  const { t, te } = useI18n()

  const condition = (one: Shape<'KnownCondition'>): string =>
    one.code && te(`care.conditions.${one.code}`) ? t(`care.conditions.${one.code}`) : list(one.words)
  const word = (said: string): string => (te(`care.words.${said}`) ? t(`care.words.${said}`) : said)
  const list = (words: readonly string[]): string => words.join(t('care.comma'))

  /** What speaks against the treatment, in short: to be read once more before it begins. */
  function cautions(care: Shape<'Care'> | null | undefined): string {
    if (!care) return ''
    return list([...care.conditions.filter((one) => one.matters).map(condition), ...care.allergies])
  }

  return { condition, word, list, cautions }
}
