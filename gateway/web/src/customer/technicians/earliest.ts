/** Technician → when they are free next; null: not within the days looked at. */
export type NextFree = ReadonlyMap<string, string | null>

/** Of those who work at several stores the earliest. */
export function earliest(items: readonly { technician_id: string; starts_at: string | null }[]): NextFree {
  const found = new Map<string, string | null>()
  for (const { technician_id: id, starts_at: at } of items) {
    const known = found.get(id)
    const isSooner = at && (!known || Date.parse(at) < Date.parse(known))
    if (known === undefined || isSooner) found.set(id, at)
  }
  return found
}
