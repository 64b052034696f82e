import type { Same } from '@/shared/i18n'
import type zh from '../zh/shell'

export default {
  title: 'Technician',
  today: 'Today',
  week: 'Week',
  messages: 'Messages',
  mine: 'Me',
  main: 'Main navigation',
} satisfies Same<typeof zh>
