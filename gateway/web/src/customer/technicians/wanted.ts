import type { Technician, Treatment } from '../catalog/catalog'

export const SORTS = ['', 'rating', 'distance', 'price'] as const
export const GENDERS = ['', 'female', 'male'] as const
export const RATINGS = ['', '4.5', '4.8'] as const
/** In yuan. */
export const PRICES = ['', '150', '200', '300'] as const
export const DISTANCES = ['', '3', '5', '10'] as const

/** What the reader wants of a technician; empty: anything. Texts, because they stand in the page's address. */
export interface Wanted {
  sort: (typeof SORTS)[number]
  gender: (typeof GENDERS)[number]
  rating: (typeof RATINGS)[number]
  price: (typeof PRICES)[number]
  within: (typeof DISTANCES)[number]
  home: '' | 'yes'
}

const oneOf = <T extends string>(values: readonly T[], said: unknown): T =>
  values.includes(said as T) ? (said as T) : (values[0] as T)

export const wantedFrom = (query: Record<string, unknown>): Wanted => ({
  sort: oneOf(SORTS, query.sort),
  gender: oneOf(GENDERS, query.gender),
  rating: oneOf(RATINGS, query.rating),
  price: oneOf(PRICES, query.price),
  within: oneOf(DISTANCES, query.within),
  home: query.home === 'yes' ? 'yes' : '',
})

/** How many wishes differ from none; the order is not a wish. */
export const countOf = ({ gender, rating, price, within, home }: Wanted): number =>
  [gender, rating, price, within, home].filter(Boolean).length

/**
 * Those that fit what the API itself does not ask for. Who has no rating yet is not counted out by one; a price is that
 * of any treatment they give, but for a check that is free.
 */
export const fitting = (
  technicians: readonly Technician[],
  wanted: Wanted,
  given: (technician: Technician) => readonly Treatment[],
): Technician[] =>
  technicians.filter(
    (one) =>
      (!wanted.price || given(one).some(({ price_fen: price }) => price > 0 && price <= Number(wanted.price) * 100)) &&
      (!wanted.rating || !one.rating || one.rating >= Number(wanted.rating)) &&
      (!wanted.within || typeof one.distance_km !== 'number' || one.distance_km <= Number(wanted.within)) &&
      (!wanted.home || one.home_visits === true),
  )
