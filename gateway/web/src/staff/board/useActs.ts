import { useAction } from '@/shared/action'
import { api, got, type Shape } from '@/shared/api/client'

/** What the desk does to a visit with one press, in the order of a visit's life; the others ask something first. */
export const ACTS = [
  'accept',
  'check-in',
  'start',
  'finish',
  'extend',
  'reschedule',
  'no-show',
  'decline',
  'cancel',
] as const
export type Act = (typeof ACTS)[number]
/** What is asked for before it is done. */
export const ASKS: Partial<Record<Act, 'reason' | 'minutes' | 'sure'>> = {
  extend: 'minutes',
  'no-show': 'sure',
  decline: 'reason',
  cancel: 'reason',
}

interface Said {
  reason: string
  minutes: number
}

/** Doing one of them: `run(act, visit, said)`. */
export function useActs(done: (visit: Shape<'Appointment'>) => void) {
  return useAction(async (key: string, act: Exclude<Act, 'reschedule'>, id: string, said: Said) => {
    const params = { path: { appointment_id: id }, header: { 'Idempotency-Key': key } }
    const reason = said.reason.trim()
    const base = '/api/v1/appointments/{appointment_id}' as const
    const ways = {
      accept: () => api.POST(`${base}/accept`, { params, body: {} }),
      'check-in': () => api.POST(`${base}/check-in`, { params, body: {} }),
      start: () => api.POST(`${base}/start`, { params, body: {} }),
      finish: () => api.POST(`${base}/finish`, { params, body: {} }),
      'no-show': () => api.POST(`${base}/no-show`, { params, body: {} }),
      extend: () => api.POST(`${base}/extend`, { params, body: { minutes: said.minutes } }),
      decline: () => api.POST(`${base}/decline`, { params, body: { reason } }),
      cancel: () => api.POST(`${base}/cancel`, { params, body: reason ? { reason } : {} }),
    }
    const visit = await got<Shape<'Appointment'>>(ways[act]())
    done(visit)
    return visit
  })
}
