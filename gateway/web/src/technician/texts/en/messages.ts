import type { Same } from '@/shared/i18n'
import type zh from '../zh/messages'

export default { none: 'No messages yet.', unread: 'Unread', readAll: 'Mark all as read' } satisfies Same<typeof zh>
