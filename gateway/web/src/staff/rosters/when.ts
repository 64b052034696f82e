import { useI18n } from 'vue-i18n'
import { clockOf, dayInWords, dayOf } from '@/shared/times'

/** Moments on the store's clock, in the reader's words. */
export function useWhen() {
  const { locale } = useI18n()
  const moment = (instant: string): string => `${dayInWords(dayOf(instant), locale.value)} ${clockOf(instant)}`
  /** From one moment to another, perhaps on another day. */
  const span = (from: string, to: string): string =>
    `${moment(from)} – ${dayOf(from) === dayOf(to) ? clockOf(to) : moment(to)}`
  return { moment, span }
}
