import type { Same } from '@/shared/i18n'
import type zh from '../zh/booking'

export default {} satisfies Same<typeof zh>
