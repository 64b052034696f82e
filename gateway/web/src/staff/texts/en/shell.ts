import type { Same } from '@/shared/i18n'
import type zh from '../zh/shell'

export default {
  title: 'Store desk',
  main: 'Main navigation',
  menu: 'Navigation menu',
  skip: 'Skip to the content',
  store: 'Store',
  noStore: 'No store has been assigned to your account yet. Please ask your manager or the platform.',
  login: 'Staff account',
  password: 'Password',
  noAccess: 'You may not use this page',
  noAccessHint: 'If your work needs it, please ask your manager or the platform.',
  notStaff: 'This is the desk of the stores’ staff.',
  toTechnician: 'To the technicians’ pages',
  toCustomer: 'To the booking pages',
  nothingYet: 'There is no page for you here yet.',
  roles: {
    customer: 'Customer',
    technician: 'Technician',
    receptionist: 'Reception',
    store_manager: 'Store manager',
    platform_admin: 'Platform administrator',
  },
} satisfies Same<typeof zh>
