// Contacts and addresses have no ids: a thing in a list is found again by all that it says. Answers undefined when it
// is no longer there.

const same = (a: unknown, b: unknown): boolean => said(a) === said(b)
const said = (one: unknown): string =>
  JSON.stringify(
    Object.entries(one as object)
      .filter(([, value]) => value !== null && value !== '')
      .sort(),
  )

/** The list with `one` in the place of `before`; at the end where there was none before. */
export function put<T>(list: readonly T[], before: T | null, one: T): T[] | undefined {
  if (!before) return [...list, one]
  const at = list.findIndex((old) => same(old, before))
  return at < 0 ? undefined : [...list.slice(0, at), one, ...list.slice(at + 1)]
}

export function without<T>(list: readonly T[], one: T): T[] | undefined {
  const at = list.findIndex((old) => same(old, one))
  return at < 0 ? undefined : [...list.slice(0, at), ...list.slice(at + 1)]
}

export function first<T>(list: readonly T[], one: T): T[] | undefined {
  const rest = without(list, one)
  return rest && [one, ...rest]
}
