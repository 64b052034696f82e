import { useI18n } from 'vue-i18n'
import { clockOf, dayInWords, dayOf } from '@/shared/times'
import type { Visit } from './shapes'

/** Times of cards in the reader's language, on the store's clock. */
export function useWhen() {
  const { locale } = useI18n()
  const day = (date: string): string => dayInWords(date, locale.value)
  const moment = (at: string): string => `${day(dayOf(at))} ${clockOf(at)}`
  const span = ({ starts_at, ends_at }: Visit): string =>
    ends_at ? `${moment(starts_at)}\u2060–\u2060${clockOf(ends_at)}` : moment(starts_at)
  const days = (from = '', to = from): string => (from === to ? day(from) : `${day(from)} – ${day(to)}`)
  return { moment, span, days }
}
