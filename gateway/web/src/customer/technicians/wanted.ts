import type { Technician } from '../catalog/catalog'

export const SORTS = ['', 'rating', 'distance', 'price'] as const
export const GENDERS = ['', 'female', 'male'] as const
export const RATINGS = ['', '4.5', '4.8'] as const
export const DISTANCES = ['', '3', '5', '10'] as const

/** What the reader wants of a technician; empty: anything. Texts, because they stand in the page's address. */
export interface Wanted {
  sort: (typeof SORTS)[number]
  gender: (typeof GENDERS)[number]
  rating: (typeof RATINGS)[number]
  within: (typeof DISTANCES)[number]
  home: '' | 'yes'
}

const oneOf = <T extends string>(values: readonly T[], said: unknown): T =>
  values.includes(said as T) ? (said as T) : (values[0] as T)

export const wantedFrom = (query: Record<string, unknown>): Wanted => ({
  sort: oneOf(SORTS, query.sort),
  gender: oneOf(GENDERS, query.gender),
  rating: oneOf(RATINGS, query.rating),
  within: oneOf(DISTANCES, query.within),
  home: query.home === 'yes' ? 'yes' : '',
})

/** How many wishes differ from none; the order is not a wish. */
export const countOf = ({ gender, rating, within, home }: Wanted): number =>
  [gender, rating, within, home].filter(Boolean).length

/** Those that fit what the API itself does not ask for. Who has no rating yet is not counted out by one. */
export const fitting = (technicians: readonly Technician[], wanted: Wanted): Technician[] =>
  technicians.filter(
    (one) =>
      (!wanted.rating || !one.rating || one.rating >= Number(wanted.rating)) &&
      (!wanted.within || typeof one.distance_km !== 'number' || one.distance_km <= Number(wanted.within)) &&
      (!wanted.home || one.home_visits === true),
  )
