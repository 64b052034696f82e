import type { Same } from '@/shared/i18n'
import type zh from '../zh/dashboard'

export default { title: 'Figures' } satisfies Same<typeof zh>
