import { useI18n } from 'vue-i18n'
import { clockOf, dayInWords, dayOf } from '@/shared/times'
import { useWhen } from '../catalog/when'

// From and to stay on one line.
const TO = '\u2060–\u2060'

/** Days and times as people say them: tomorrow, tomorrow at three, and whole where somebody commits to one. */
export function useDayNames() {
  const { locale } = useI18n()
  const { when, dayWords } = useWhen()

  /** The whole date, from when to when. */
  const spanName = (from: string, to: string): string =>
    `${dayInWords(dayOf(from), locale.value, 'long')} ${clockOf(from)}${TO}${clockOf(to)}`

  return { dayName: dayWords, momentName: when, spanName }
}
