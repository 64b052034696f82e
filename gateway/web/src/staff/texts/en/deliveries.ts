import type { Same } from '@/shared/i18n'
import type zh from '../zh/deliveries'

export default {
  title: 'Deliveries',
  hint: 'Messages to customers and technicians: what was sent, to whom, and whether it went. Numbers and addresses are masked; what did not go is tried again by itself.',
  empty: 'No such messages.',
  at: 'Time',
  kind: 'Message',
  channel: 'Channel',
  to: 'To',
  inTheApp: 'In the app',
  status: 'Result',
  attempts: 'Attempts',
  failure: 'Why it failed',
  anyStatus: 'Any result',
  anyChannel: 'Any channel',
  anyKind: 'Any message',
  channels: { in_app: 'In the app', sms: 'SMS', email: 'E-mail', wechat: 'WeChat' },
  states: { sent: 'Sent', failed: 'Failed' },
} satisfies Same<typeof zh>
