import type { Same } from '@/shared/i18n'
import type zh from '../zh/mine'

export default {
  settings: 'Settings',
  on: 'On',
  off: 'Off',
  effectiveFrom: 'From {day}',
  weekly: 'Each week',
  dayOff: 'Off',
  breakOf: 'Break {from}–{to}',
  exceptions: 'Other days',
  upcoming: 'Later plans',
  askManager: 'To change it, talk to your manager.',
  period: 'Period',
  thisWeek: 'This week',
  fourWeeks: 'Four weeks',
  visits: 'Appointments',
  completed: 'Completed',
  requested: 'Asked for you',
  requestedShare: 'Share asked for you',
  revenue: 'Completed value',
  noShows: 'No-shows',
  utilisation: 'Use of rostered time',
  before: 'Before: {value}',
  byWeek: 'By week',
  week: 'Week from',
} satisfies Same<typeof zh>
