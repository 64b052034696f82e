import { useI18n } from 'vue-i18n'
import { addDays, clockOf, dayInWords, dayOf, offsetOf, today } from '@/shared/times'

/** Days and times as people say them: today, tomorrow, else the date. */
export function useWhen() {
  const { t, locale } = useI18n()

  function dayWords(day: string, present = today()): string {
    if (day === present) return t('common.today')
    if (day === addDays(present, 1)) return t('common.tomorrow')
    return dayInWords(day, locale.value)
  }

  const when = (instant: string): string => `${dayWords(dayOf(instant), today(offsetOf(instant)))} ${clockOf(instant)}`

  return { when, dayWords }
}
