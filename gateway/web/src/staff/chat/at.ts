import { useI18n } from 'vue-i18n'
import { clockOf, dayInWords, dayOf, instantAt, today } from '@/shared/times'

/** A moment of a conversation on the shop's clock; of today the time alone. */
export function useAt(): (instant: string) => string {
  const { locale } = useI18n()
  return (instant) => {
    const at = instantAt(Date.parse(instant))
    return dayOf(at) === today() ? clockOf(at) : `${dayInWords(dayOf(at), locale.value)} ${clockOf(at)}`
  }
}
