import type { LocationQuery, LocationQueryRaw } from 'vue-router'

export type WhereTo = 'store' | 'home'

/** What somebody wants to book as far as it is chosen; it stands in the page's address, so that reloading keeps it. */
export interface Wish {
  /** Ids or slugs; empty: not chosen yet, or anybody. */
  treatment: string
  store: string
  technician: string
  place: WhereTo
  /** 0: as many as the treatment is for. */
  party: number
  addons: readonly string[]
  course: string
  day: string
  /** The start, with the store's offset. */
  at: string
}

const one = (query: LocationQuery, name: string): string => {
  const value = query[name]
  return (Array.isArray(value) ? value[0] : value) ?? ''
}

const DAY = /^\d{4}-\d\d-\d\d$/
const MOST_GUESTS = 9

export function wishFrom(query: LocationQuery): Wish {
  const party = Number(one(query, 'party'))
  const at = one(query, 'at')
  const day = at.slice(0, 10) || one(query, 'day')
  return {
    treatment: one(query, 'treatment'),
    store: one(query, 'store'),
    technician: one(query, 'technician'),
    place: one(query, 'place') === 'home' ? 'home' : 'store',
    party: Number.isInteger(party) && party > 0 && party <= MOST_GUESTS ? party : 0,
    addons: one(query, 'addons').split(',').filter(Boolean),
    course: one(query, 'course'),
    day: DAY.test(day) ? day : '',
    at: Number.isNaN(Date.parse(at)) ? '' : at,
  }
}

/** What goes without saying is not said. */
export function queryOf(wish: Partial<Wish>): LocationQueryRaw {
  const { party, addons, place, at, day, ...named } = wish
  const said: Record<string, string | undefined> = {
    ...named,
    place: place === 'home' ? 'home' : undefined,
    party: party ? String(party) : undefined,
    addons: addons?.join(','),
    day: at ? undefined : day,
    at,
  }
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value))
}

/** The way into booking from anywhere: `bookingLink({ treatment: treatment.slug, store: store.slug })`. */
export const bookingLink = (wish: Partial<Wish>) => ({ name: 'book', query: queryOf(wish) })
