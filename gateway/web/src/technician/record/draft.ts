import type { Shape } from '@/shared/api/client'

/** What is written in the form. `version` is that of the record it began from. */
export interface Draft {
  version: number
  done: { treatment_id: string; technician_id: string; minutes: number }[]
  products: { name: string; quantity: number }[]
  flags: string[]
  notes: string
  internal_notes: string
}
interface Kept {
  at: number
  draft: Draft
}

const KEPT_FOR_MS = 7 * 86_400_000
const PREFIX = 'technician.draft.'
const nameOf = (account: string, visit: string): string => `${PREFIX}${account}.${visit}`

/** The form as the record stands, or as the visit was booked where nobody has written yet. */
export function begun(record: Shape<'ServiceRecord'>, visit: Shape<'Appointment'>): Draft {
  const booked = (visit.treatments ?? []).map((one) => ({
    treatment_id: one.id,
    technician_id: one.technician.id,
    minutes: Math.round((Date.parse(one.ends_at) - Date.parse(one.starts_at)) / 60_000),
  }))
  return {
    version: record.version,
    done:
      record.version === 0
        ? booked
        : record.done.map(({ treatment_id, technician_id, minutes }) => ({ treatment_id, technician_id, minutes })),
    products: record.products.map(({ name, quantity }) => ({ name, quantity })),
    flags: [...record.flags],
    notes: record.notes ?? '',
    internal_notes: record.internal_notes ?? '',
  }
}

/** Keeps what is not saved yet on this device, each person's own, so that a reload or a flat battery loses nothing. */
export function keep(store: Storage, account: string, visit: string, draft: Draft, at: number): void {
  store.setItem(nameOf(account, visit), JSON.stringify({ at, draft } satisfies Kept))
}

export function kept(store: Storage, account: string, visit: string): Draft | null {
  const text = store.getItem(nameOf(account, visit))
  return text ? (JSON.parse(text) as Kept).draft : null
}

export const forget = (store: Storage, account: string, visit: string): void => store.removeItem(nameOf(account, visit))

/** Health notes must not lie about on a phone: what nobody saved within a week goes. */
export function tidy(store: Storage, present: number): void {
  for (const name of Object.keys(store)) {
    if (!name.startsWith(PREFIX)) continue
    const { at } = JSON.parse(store.getItem(name) ?? '{"at":0}') as Kept
    if (present - at > KEPT_FOR_MS) store.removeItem(name)
  }
}

/** What is sent: nothing empty, nothing half-written. */
export function asked(draft: Draft): Shape<'PutServiceRecord'> {
  return {
    ...draft,
    products: draft.products.filter((product) => product.name.trim() && product.quantity > 0),
    notes: draft.notes.trim() || null,
    internal_notes: draft.internal_notes.trim() || null,
  }
}
