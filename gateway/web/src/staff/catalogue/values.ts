/** A form's text that may be empty, as the API takes it: left out is null. */
export const orNull = (text: string): string | null => text.trim() || null

/** `¥198.50` is written as 198.5 and kept as fen. */
export const fenOf = (yuan: number): number => Math.round(yuan * 100)
export const yuanOf = (fen: number): number => fen / 100

/** Minutes of all segments; what a treatment lasts, where it has any. */
export const minutesOf = (segments: readonly { minutes: number }[]): number =>
  segments.reduce((sum, segment) => sum + segment.minutes, 0)

/** A slug that a name suggests: lower-case letters, digits and single hyphens; empty for a Chinese name. */
export const slugOf = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')

/** An object without some of its fields. */
export function without<T extends object, Name extends keyof T>(from: T, ...names: Name[]): Omit<T, Name> {
  const kept = { ...from }
  for (const name of names) delete kept[name]
  return kept
}

/** What was seen of a row that is to be deleted: of one changed meanwhile nothing is deleted. */
export const ofVersion = (row: { version?: number }) => ({ version: row.version })

/** The Idempotency-Key of a call that changes something. */
export const keyed = (key: string) => ({ header: { 'Idempotency-Key': key } })
