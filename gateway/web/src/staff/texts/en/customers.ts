import type { Same } from '@/shared/i18n'
import type zh from '../zh/customers'

export default { title: 'Customers' } satisfies Same<typeof zh>
