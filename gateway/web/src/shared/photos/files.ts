export const MOST_BYTES = 10 * 1024 * 1024
/** What the API takes; asked for by these names, a phone gives its own kinds (HEIC) as JPEG. */
export const TAKEN = ['image/jpeg', 'image/png', 'image/webp']

/** What is wrong with a file before it is sent, if anything. */
export function wrongWith(file: { size: number; type: string }): 'tooLarge' | 'wrongType' | null {
  if (file.size > MOST_BYTES) return 'tooLarge'
  return TAKEN.includes(file.type) ? null : 'wrongType'
}
