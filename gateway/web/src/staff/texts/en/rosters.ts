import type { Same } from '@/shared/i18n'
import type zh from '../zh/rosters'

export default { title: 'Rosters' } satisfies Same<typeof zh>
