import type { Same } from '@/shared/i18n'
import type zh from '../zh/shell'

export default {
  title: 'Technician',
  today: 'Today',
  week: 'Week',
  messages: 'Messages',
  mine: 'Me',
  main: 'Main navigation',
  unread: '{n} unread',
  pageTitle: '{page} · Mingyitang technicians',
  visit: 'Appointment',
  record: 'Service record',
  leave: 'Leave',
  wishes: 'Shift wishes',
  plan: 'Working plan',
  figures: 'My figures',
  signIn: 'Technician sign-in',
  stranger: 'For technicians',
} satisfies Same<typeof zh>
