import { useAction } from '@/shared/action'
import { api, got } from '@/shared/api/client'

/** Says no to an order, and why. */
export const useDecline = (id: () => string) =>
  useAction((key, reason: string) =>
    got(
      api.POST('/api/v1/appointments/{appointment_id}/decline', {
        params: { path: { appointment_id: id() }, header: { 'Idempotency-Key': key } },
        body: { reason },
      }),
    ),
  )
