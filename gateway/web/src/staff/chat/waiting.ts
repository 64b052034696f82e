import type { Shape } from '@/shared/api/client'

export type Waiting = Shape<'Waiting'>
export type Whose = 'all' | 'waiting' | 'mine'

interface Wanted {
  readonly whose: Whose
  readonly me: string
  /** Only what came to this store, or to none; null: of all my stores. */
  readonly store: string | null
}

/** The conversations of the list that are to be shown, in its order: who has waited longest first. */
export function shownOf(items: readonly Waiting[], { whose, me, store }: Wanted): Waiting[] {
  return items.filter((item) => {
    if (store !== null && item.store_id !== null && item.store_id !== store) return false
    if (whose === 'mine') return item.attended_by?.id === me
    return whose === 'all' || item.waiting_since !== null
  })
}

/** Whether the customer spoke last, and I have not looked at that yet; `seen` is the last turn I saw of each. */
export const isUnread = (item: Waiting, seen: Readonly<Record<string, number>>): boolean =>
  item.waiting_since !== null && item.version > (seen[item.id] ?? 0)

/** Whole minutes from then to now. */
export const minutesSince = (then: string, now: number): number =>
  Math.max(0, Math.floor((now - Date.parse(then)) / 60_000))
