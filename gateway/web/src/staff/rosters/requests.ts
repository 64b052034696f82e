import { computed, inject, provide, type InjectionKey } from 'vue'
import { api, type Shape } from '@/shared/api/client'
import { allOf } from '@/shared/lists'
import { useLive } from '@/shared/live'
import { useLoaded } from '@/shared/load'

type LeaveRequest = Shape<'LeaveRequest'>
export type OpenRequests = ReturnType<typeof provideOpenRequests>
const OPEN: InjectionKey<OpenRequests> = Symbol('open requests for leave')

/** Calls `again` when leave is asked for, answered or taken back, and when that may have been missed. */
export function useLeaveNews(again: () => unknown): void {
  useLive((kind) => {
    if (kind === 'leave_request_changed' || kind === 'resync') again()
  })
}

/**
 * For the frame around the pages: the leave that technicians of the store ask for and nobody has answered, the soonest
 * first; kept fresh. Nothing is asked without a store.
 */
export function provideOpenRequests(storeId: () => string | undefined) {
  const { data, error, isFirst, reload } = useLoaded(async () => openOf(storeId()), [storeId])
  useLeaveNews(reload)
  const items = computed(() =>
    (data.value ?? []).toSorted((one, other) => Date.parse(one.from) - Date.parse(other.from)),
  )
  const requests = { items, error, isFirst, reload }
  provide(OPEN, requests)
  return requests
}

/** The open requests of the store that the pages show. */
export function useOpenRequests(): OpenRequests {
  const requests = inject(OPEN)
  if (!requests) throw new Error('outside the frame of the desk')
  return requests
}

async function openOf(store_id: string | undefined): Promise<LeaveRequest[]> {
  if (!store_id) return []
  const query = { store_id, status: 'requested' } as const
  return allOf((page) => api.GET('/api/v1/leave-requests', { params: { query: { ...query, ...page } } }))
}
