import type { Same } from '@/shared/i18n'
import type zh from '../zh/board'

export default { title: 'Board' } satisfies Same<typeof zh>
