import type { Same } from '@/shared/i18n'
import common from '@/shared/texts/en'
import type zh from '../zh'
import shell from './shell'

export default { common, shell } satisfies Same<typeof zh>
