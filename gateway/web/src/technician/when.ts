import { useI18n } from 'vue-i18n'
import { addDays, clockOf, dayInWords, dayOf } from '@/shared/times'
import { minutesOf, type Spot, type Stretch } from './day/timeline'
import { useMe } from './me'

/** Times and lengths in words of the reader's language. */
export function useWhen() {
  const { t, locale } = useI18n()
  const me = useMe()

  function day(date: string): string {
    const here = me.today()
    if (date === here) return t('common.today')
    if (date === addDays(here, 1)) return t('common.tomorrow')
    return dayInWords(date, locale.value)
  }

  const hours = ({ from, to }: Stretch): string => `${clockOf(from)}–${clockOf(to)}`
  const moment = (instant: string): string => `${day(dayOf(instant))} ${clockOf(instant)}`

  /** From one moment to another, perhaps on other days. */
  const span = ({ from, to }: Stretch): string =>
    dayOf(from) === dayOf(to) ? `${day(dayOf(from))} ${hours({ from, to })}` : `${moment(from)} – ${moment(to)}`

  function length(minutes: number): string {
    const [whole, rest] = [Math.floor(minutes / 60), minutes % 60]
    if (whole === 0) return t('day.minutes', { n: rest })
    return rest === 0 ? t('day.hours', { h: whole }) : t('day.hoursMinutes', { h: whole, n: rest })
  }

  const lengthOf = (stretch: Stretch): string => length(minutesOf(stretch))

  const spot = (where: Spot): string =>
    (locale.value === 'en' ? where.name_en : where.name) ?? t(`day.spot.${where.kind}`)

  return { day, hours, moment, span, length, lengthOf, spot }
}
