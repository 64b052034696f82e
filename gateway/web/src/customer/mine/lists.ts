/** The list with one in that place; at the end where the place is past it. */
export function put<T>(list: readonly T[], at: number, one: T): T[] {
  return at < list.length ? list.map((old, index) => (index === at ? one : old)) : [...list, one]
}

export const without = <T>(list: readonly T[], at: number): T[] => list.filter((_, index) => index !== at)

export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const rest = without(list, from)
  return [...rest.slice(0, to), ...list.slice(from, from + 1), ...rest.slice(to)]
}
