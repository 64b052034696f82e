import type { Shape } from '@/shared/api/client'

export type Status = Shape<'Appointment'>['status']

/** Not ended yet: what is still to come, and what is going on. */
export const UNDER_WAY: readonly Status[] = [
  'requested',
  'pending_payment',
  'pending_acceptance',
  'confirmed',
  'departed',
  'arrived',
  'checked_in',
  'in_service',
]
export const DONE: readonly Status[] = ['completed', 'no_show']
export const CALLED_OFF: readonly Status[] = ['cancelled', 'late_cancelled', 'declined', 'expired']

export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'plain'

const TONES: Readonly<Record<Status, Tone>> = {
  requested: 'warn',
  pending_payment: 'warn',
  pending_acceptance: 'warn',
  confirmed: 'good',
  departed: 'info',
  arrived: 'info',
  checked_in: 'info',
  in_service: 'info',
  completed: 'plain',
  declined: 'bad',
  expired: 'plain',
  cancelled: 'plain',
  late_cancelled: 'plain',
  no_show: 'bad',
}

export const toneOf = (status: Status): Tone => TONES[status]
