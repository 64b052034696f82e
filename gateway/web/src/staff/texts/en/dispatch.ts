import type { Same } from '@/shared/i18n'
import type zh from '../zh/dispatch'

export default { title: 'Home visits' } satisfies Same<typeof zh>
