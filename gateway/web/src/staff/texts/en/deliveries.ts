import type { Same } from '@/shared/i18n'
import type zh from '../zh/deliveries'

export default { title: 'Messages' } satisfies Same<typeof zh>
