import { useI18n } from 'vue-i18n'
import { phoneInWords } from '@/shared/phones'
import type { Line } from './day'

/** Whom a visit is for, as reception calls them: by name, else by phone, else simply a guest. */
export function useWho(): (line: Line) => string {
  const { t } = useI18n()
  return (line) => line.customer_name ?? (line.contact?.phone ? phoneInWords(line.contact.phone) : t('board.guest'))
}
