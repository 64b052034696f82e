import type { Same } from '@/shared/i18n'
import type zh from '../zh/catalogue'

export default { title: 'Catalogue' } satisfies Same<typeof zh>
