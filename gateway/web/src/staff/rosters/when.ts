import { useI18n } from 'vue-i18n'
import { clockOf, dayInWords, dayOf } from '@/shared/times'

/** `when(instant)`: a moment on the store's clock, in the reader's words. */
export function useWhen(): (instant: string) => string {
  const { locale } = useI18n()
  return (instant) => `${dayInWords(dayOf(instant), locale.value)} ${clockOf(instant)}`
}
