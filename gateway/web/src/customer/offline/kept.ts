import type { Shape } from '@/shared/api/client'
import { now } from '@/shared/clock'
import { remember, remembered } from '@/shared/remembered'

export type Appointment = Shape<'Appointment'>

/** What somebody's next appointments were when they were last seen. */
export interface Kept {
  account: string
  seenAt: number
  items: Appointment[]
}

const KEPT = 'kept-appointments'

/** Keeps them on this device for when there is no network; words to the store and the contact stay out. */
export function keep(account: string, items: readonly Appointment[]): void {
  const slim = items.map((item) => ({ ...item, contact: null, note: null }))
  write({ account, seenAt: now(), items: slim })
}

export function kept(): Kept | null {
  try {
    return JSON.parse(remembered(KEPT) ?? 'null') as Kept | null
  } catch {
    return null
  }
}

/** One that was kept; nothing when it was not among them. */
export const keptOne = (id: string): Appointment | undefined => kept()?.items.find((item) => item.id === id)

/** For when they sign out, or somebody else signs in. */
export const forget = (): void => remember(KEPT, null)

function write(what: Kept): void {
  forget() // a full device keeps nothing rather than something old
  remember(KEPT, JSON.stringify(what))
}
