import type { Same } from '@/shared/i18n'
import type zh from '../zh/shell'

export default {
  home: 'Home',
  treatments: 'Treatments',
  appointments: 'Bookings',
  mine: 'Me',
  main: 'Main navigation',
  skip: 'Skip to content',
} satisfies Same<typeof zh>
