import type { Same } from '@/shared/i18n'
import type zh from '../zh/inbox'

export default { title: 'Chats' } satisfies Same<typeof zh>
