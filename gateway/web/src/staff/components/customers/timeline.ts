/** What of an entry of the timeline is shown in a line; each of them only where the entry tells it. */
export interface Facts {
  treatment?: string
  technicians?: string
  store?: string
  startsAt?: string
  amountFen?: number
  reason?: string
}

const nameOf = (value: unknown): string | undefined =>
  typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string'
    ? value.name
    : undefined

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value ? value : undefined)

/** Reads the details of an entry, which differ by its kind. Money counts where it changed hands or is owed for. */
export function factsOf(details: Readonly<Record<string, unknown>>): Facts {
  const names = Array.isArray(details['technicians']) ? details['technicians'].map(nameOf).filter(Boolean) : []
  const amount = [details['amount_fen'], details['fee_fen']].find((fen) => typeof fen === 'number' && fen > 0)
  return {
    treatment: nameOf(details['treatment']),
    technicians: names.join('、') || undefined,
    store: nameOf(details['store']),
    startsAt: textOf(details['starts_at']),
    amountFen: amount as number | undefined,
    reason: textOf(details['reason']),
  }
}
