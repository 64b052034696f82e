import type { Same } from '@/shared/i18n'
import type zh from '../zh/shell'

export default { title: 'Store desk', main: 'Main navigation' } satisfies Same<typeof zh>
