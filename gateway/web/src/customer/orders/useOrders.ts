import { api } from '@/shared/api/client'
import { Unreachable } from '@/shared/api/refusals'
import { useLive } from '@/shared/live'
import { usePages } from '@/shared/paging'
import { useSession } from '@/shared/session'
import { CALLED_OFF, DONE } from './statuses'

const STATUSES = { past: DONE, cancelled: CALLED_OFF }
const PAGE = 20

/** One's appointments that are over, under one of two headings, page by page, kept up to date. */
export function useOrders(shown: keyof typeof STATUSES) {
  const session = useSession()
  const status = STATUSES[shown].join(',')
  const pages = usePages(
    async (query) => {
      await session.whenKnown()
      if (!session.isSignedIn) throw new Unreachable() // only without a line does anybody come here unknown
      return api.GET('/api/v1/appointments', { params: { query: { ...query, status } } })
    },
    [() => session.account?.id],
    PAGE,
  )
  useLive((kind) => {
    if (kind === 'appointment_changed' || kind === 'resync') void pages.reload()
  })
  return pages
}
