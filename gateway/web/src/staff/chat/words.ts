type T = (key: string) => string
type Te = (key: string) => boolean

/** In words where the texts have any; a newer chatbot may tell more than they know. */
const known = (t: T, te: Te, key: string, raw: string): string => (te(key) ? t(key) : raw)

export const intentInWords = (t: T, te: Te, intent: string): string => known(t, te, `inbox.intents.${intent}`, intent)
export const flagInWords = (t: T, te: Te, flag: string): string => known(t, te, `inbox.flags.${flag}`, flag)

/** `new_date` is the date after the change. */
export function slotInWords(t: T, te: Te, slot: string): string {
  const [, side, name = slot] = /^(old|new)_(.+)$/.exec(slot) ?? []
  const plain = known(t, te, `inbox.slots.${name}`, name)
  return side ? `${t(`inbox.slots.${side}`)}${plain}` : plain
}

export interface Told {
  readonly key: string
  readonly value: string
}

/** What a turn was understood to name, as it can be read. */
export function slotsOf(slots: unknown): Told[] {
  if (typeof slots !== 'object' || slots === null) return []
  return Object.entries(slots).flatMap(([key, value]) => {
    if (value === null || value === false || (Array.isArray(value) && value.length === 0)) return []
    return [{ key, value: read(value) }]
  })
}

function read(value: unknown): string {
  if (Array.isArray(value)) return value.map(read).join(' – ')
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .map(([key, one]) => `${key}: ${read(one)}`)
      .join(', ')
  }
  return value === true ? '✓' : String(value)
}
