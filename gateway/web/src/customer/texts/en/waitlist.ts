import type { Same } from '@/shared/i18n'
import type zh from '../zh/waitlist'

export default {
  mine: 'Waitlist',
  none: 'You are not waiting for anything.',
  noneHint: 'When a day is full you can wait for it: who waits longest is asked first.',
  join: 'Join the waitlist',
  how: 'When somebody cancels, those who wait are asked in turn; the time is kept for some minutes.',
  from: 'From',
  to: 'Until',
  when: 'Part of the day',
  window: { any: 'Any time', morning: 'Morning', afternoon: 'Afternoon', evening: 'Evening', own: 'My own' },
  since: 'From',
  until: 'To',
  anyTime: 'any time',
  toTimes: 'To the free times',
  leave: 'Leave the waitlist',
  leaveThis: 'Leave the waitlist: {treatment}',
  offer: 'A time has become free',
  offerLeft: 'Kept for you for',
  offerOver: 'It is no longer kept.',
  accept: 'Take it',
  decline: 'Not this one',
} satisfies Same<typeof zh>
