import type { Same } from '@/shared/i18n'
import type zh from '../zh/edit'

export default {
  add: 'Add',
  saved: 'Saved',
  removed: 'Deleted',
  conflict:
    'Somebody has just changed this, so yours was not saved. Please load the latest and make your change again; what you typed will be replaced.',
  takeLatest: 'Load the latest',
  askRemove: 'Delete “{name}”?',
  doRemove: 'Delete',
  required: 'Required',
  enterAdds: 'Enter adds one',
} satisfies Same<typeof zh>
