import type { Same } from '@/shared/i18n'
import type zh from '../zh/browse'

export default {} satisfies Same<typeof zh>
