import type { Same } from '@/shared/i18n'
import type zh from '../zh/table'

export default {
  exportCsv: 'Export CSV',
  exporting: 'Exporting, {n} read so far',
  exported: '{n} exported',
  empty: 'Nothing matches',
  shown: '{n} shown',
} satisfies Same<typeof zh>
