import type { Language } from '@/shared/language'
import { listed } from '@/shared/listed'

/** What of an entry of the timeline is shown in a line; each of them only where the entry tells it. */
export interface Facts {
  treatment?: string
  technicians?: string
  store?: string
  startsAt?: string
  amountFen?: number
  reason?: string
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value ? value : undefined)

/**
 * Reads the details of an entry, which differ by its kind; names in the reader's language, where there is one in it.
 * Money counts where it changed hands or is owed for.
 */
export function factsOf(details: Readonly<Record<string, unknown>>, language: Language = 'zh-CN'): Facts {
  const nameOf = (value: unknown): string | undefined => {
    if (typeof value !== 'object' || value === null) return undefined
    const { name, name_en } = value as Record<string, unknown>
    return (language === 'en' && textOf(name_en)) || textOf(name)
  }
  const names = Array.isArray(details['technicians']) ? details['technicians'].flatMap((one) => nameOf(one) ?? []) : []
  const amount = [details['amount_fen'], details['fee_fen']].find((fen) => typeof fen === 'number' && fen > 0)
  return {
    treatment: nameOf(details['treatment']),
    technicians: listed(names, language) || undefined,
    store: nameOf(details['store']),
    startsAt: textOf(details['starts_at']),
    amountFen: amount as number | undefined,
    reason: textOf(details['reason']),
  }
}
