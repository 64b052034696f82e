import type { Same } from '@/shared/i18n'
import type zh from '../zh/faq'

export default { title: 'Questions' } satisfies Same<typeof zh>
