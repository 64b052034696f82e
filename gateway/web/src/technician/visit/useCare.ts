import { api, got } from '@/shared/api/client'
import { now } from '@/shared/clock'
import { useLoaded } from '@/shared/load'
import type { Visit } from '../day/timeline'
import { isCareOpen } from './steps'

/** What matters of the customer's health for this visit, while it is the technician's to know. */
export const useCare = (visit: () => Visit | undefined) =>
  useLoaded(async () => {
    const about = visit()
    if (!about || !isCareOpen(about, now())) return null
    const path = { appointment_id: about.id }
    return got(api.GET('/api/v1/appointments/{appointment_id}/care', { params: { path } }))
  }, [() => visit()?.version])
