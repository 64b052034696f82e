import { computed } from 'vue'
import { api, type Shape } from '@/shared/api/client'
import { allOf } from '@/shared/lists'
import { useLive } from '@/shared/live'
import { useLoaded } from '@/shared/load'

type LeaveRequest = Shape<'LeaveRequest'>
export type OpenRequests = ReturnType<typeof useOpenRequests>

/** Calls `again` when leave is asked for, answered or taken back, and when that may have been missed. */
export function useLeaveNews(again: () => unknown): void {
  useLive((kind) => {
    if (kind === 'leave_request_changed' || kind === 'resync') again()
  })
}

/** The leave that technicians of a store ask for and nobody has answered, the soonest first; kept fresh. */
export function useOpenRequests(storeId: () => string) {
  const { data, error, isFirst, reload } = useLoaded(
    () =>
      allOf<LeaveRequest>((query) =>
        api.GET('/api/v1/leave-requests', {
          params: { query: { ...query, store_id: storeId(), status: 'requested' } },
        }),
      ),
    [storeId],
  )
  useLeaveNews(reload)
  const items = computed(() =>
    (data.value ?? []).toSorted((one, other) => Date.parse(one.from) - Date.parse(other.from)),
  )
  return { items, error, isFirst, reload }
}
