import { useAction } from '@/shared/action'
import { api, got } from '@/shared/api/client'
import type { Point } from '@/shared/position'
import type { Visit } from '../day/timeline'
import type { Step } from './steps'

type Plain = Exclude<Step, 'arrive'> | 'no-show'

/** What the technician says happened; each answers the visit as it then is. */
export function useSteps(visit: () => Visit) {
  const params = (key: string) => ({
    path: { appointment_id: visit().id },
    header: { 'Idempotency-Key': key },
  })

  const stepping = useAction((key, step: Plain) => got(plain(step, params(key))))
  const arriving = useAction((key, code: string) =>
    got(api.POST('/api/v1/appointments/{appointment_id}/arrive', { params: params(key), body: { code } })),
  )
  const beingLate = useAction((key, minutes: number) =>
    got(api.POST('/api/v1/appointments/{appointment_id}/running-late', { params: params(key), body: { minutes } })),
  )
  const extending = useAction((key, minutes: number) =>
    got(
      api.POST('/api/v1/appointments/{appointment_id}/extend', {
        params: params(key),
        body: { minutes, version: visit().version },
      }),
    ),
  )
  const callForHelp = (key: string, place: Point | null) =>
    got(api.POST('/api/v1/appointments/{appointment_id}/sos', { params: params(key), body: place ?? {} }))

  return { stepping, arriving, beingLate, extending, callForHelp }
}

type Params = { path: { appointment_id: string }; header: { 'Idempotency-Key': string } }

function plain(step: Plain, params: Params) {
  const body = {}
  switch (step) {
    case 'accept':
      return api.POST('/api/v1/appointments/{appointment_id}/accept', { params, body })
    case 'depart':
      return api.POST('/api/v1/appointments/{appointment_id}/depart', { params, body })
    case 'check-in':
      return api.POST('/api/v1/appointments/{appointment_id}/check-in', { params, body })
    case 'start':
      return api.POST('/api/v1/appointments/{appointment_id}/start', { params, body })
    case 'finish':
      return api.POST('/api/v1/appointments/{appointment_id}/finish', { params, body })
    case 'no-show':
      return api.POST('/api/v1/appointments/{appointment_id}/no-show', { params, body })
  }
}
