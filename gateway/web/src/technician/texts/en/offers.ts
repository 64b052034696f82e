import type { Same } from '@/shared/i18n'
import type zh from '../zh/offers'

export default {
  title: 'New orders: {n}',
  waiting: 'New orders waiting: {n}. Tap to see',
  answerWithin: 'Please answer in time',
  accept: 'Accept',
  decline: 'Decline',
  declineNow: 'Decline',
  why: 'Why not?',
  inWords: 'In your own words',
  reasons: { noTime: 'No time to get there', tooFar: 'Too far', unwell: 'Not well', notMine: 'Not my treatment' },
  place: { home: 'Home visit', store: 'In store' },
  byName: 'Asked for you',
  accepted: 'Accepted',
  declined: 'Declined; others will be asked',
  later: 'Answer later',
  mute: 'Mute',
  unmute: 'Sound on',
  soundTitle: 'Sound for new orders',
  soundHint: 'Rings and shakes at a new order; browsers want a tap before any sound.',
  soundOff: 'Sound is off: new orders will not ring.',
  soundWaits: 'Tap the screen once so that new orders can ring.',
  enable: 'Turn on and try',
} satisfies Same<typeof zh>
