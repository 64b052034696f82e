import type { Same } from '@/shared/i18n'
import type zh from '../zh/signing'

export default {
  byPassword: 'Password',
  byCode: 'Code by SMS',
  login: 'Account',
  loginHint: 'Staff name, phone or e-mail',
  password: 'Password',
  show: 'Show password',
  phone: 'Phone',
  code: 'Code',
  sendCode: 'Send code',
  sendAgain: 'Again in {n} s',
  sent: 'The code has been sent. Look at your messages.',
  stranger: 'The account you are signed in with ({name}) is no technician’s, so there is nothing to show here.',
  strangerHint:
    'If you are a technician, sign out and use the account your store gave you. To book, use the customer pages.',
  toCustomer: 'To the customer pages',
  leaveTitle: 'Save your records first?',
  leaveUnsaved:
    'One service record is not saved yet. Signing out deletes it from this device for good. | {n} service records are not saved yet. Signing out deletes them from this device for good.',
  leaveNow: 'Sign out all the same',
} satisfies Same<typeof zh>
