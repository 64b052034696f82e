import type { Same } from '@/shared/i18n'
import type zh from '../zh/offline'

export default {
  newRelease: 'A new version is ready.',
  update: 'Update',
  later: 'Later',
} satisfies Same<typeof zh>
