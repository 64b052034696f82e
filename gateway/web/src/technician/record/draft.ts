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

/** As long as the customer's health stays open to who gave the visit, and no longer. */
const KEPT_FOR_MS = 86_400_000
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

/**
 * Keeps what is not saved yet on this device, each person's own: taking a photo or a flat battery ends a page on a phone,
 * and what only lives as long as the page would go with it. Whether the device had room for it.
 */
export function keep(store: Storage, account: string, visit: string, draft: Draft, at: number): boolean {
  try {
    store.setItem(nameOf(account, visit), JSON.stringify({ at, draft } satisfies Kept))
    return true
  } catch {
    return false
  }
}

export const kept = (store: Storage, account: string, visit: string): Draft | null =>
  read(store, nameOf(account, visit))?.draft ?? null

export const forget = (store: Storage, account: string, visit: string): void => store.removeItem(nameOf(account, visit))

/** How many visits' drafts of that person wait to be saved. */
export const countKept = (store: Storage, account: string): number => namesIn(store, `${PREFIX}${account}.`).length

/** Health notes must not lie about on a phone that goes from hand to hand: only the drafts of `account` may stay. */
export function forgetOthers(store: Storage, account: string | null): void {
  const own = new Set(account === null ? [] : namesIn(store, `${PREFIX}${account}.`))
  for (const name of namesIn(store, PREFIX)) if (!own.has(name)) store.removeItem(name)
}

/** What nobody saved in time goes, and what cannot be read. */
export function tidy(store: Storage, present: number): void {
  for (const name of namesIn(store, PREFIX)) {
    const found = read(store, name)
    if (!found || present - found.at > KEPT_FOR_MS) store.removeItem(name)
  }
}

const namesIn = (store: Storage, prefix: string): string[] =>
  Object.keys(store).filter((name) => name.startsWith(prefix))

function read(store: Storage, name: string): Kept | null {
  try {
    const found = JSON.parse(store.getItem(name) ?? 'null') as Partial<Kept> | null
    return found?.draft && typeof found.at === 'number' ? (found as Kept) : null
  } catch {
    return null // written by an older page, or cut short
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
