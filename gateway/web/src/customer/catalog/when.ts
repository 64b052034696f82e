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

  /** From when somebody is free. */
  function freeFrom(instant: string): string {
    const [day, at, present] = [dayOf(instant), clockOf(instant), today(offsetOf(instant))]
    if (day === present) return t('browse.freeNext.today', { at })
    if (day === addDays(present, 1)) return t('browse.freeNext.tomorrow', { at })
    return t('browse.freeNext.later', { when: when(instant) })
  }

  return { when, dayWords, freeFrom }
}
