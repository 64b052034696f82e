/** A row of the catalogue as cards name it. */
export interface Named {
  readonly id: string
  readonly slug: string
  readonly name: string
}

/** What would be, or is, booked; of an appointment more than a proposal's preview tells. */
export interface Visit {
  readonly id?: string
  readonly number?: string
  readonly status?: string
  readonly store: Named
  readonly treatment: Named
  readonly treatments?: readonly Named[]
  readonly technician?: Named | null
  readonly starts_at: string
  readonly ends_at?: string
  readonly was?: string
  readonly place?: 'store' | 'home'
  readonly address?: { readonly text: string }
  readonly party_size?: number
  readonly price_fen?: number
  readonly fee_fen?: number
  readonly rule?: string
  /** Of a place on the waitlist: the days, and the hours of them that would do. */
  readonly from?: string
  readonly to?: string
  readonly windows?: readonly (readonly [string, string])[]
}

export type Kind = 'book' | 'reschedule' | 'cancel' | 'waitlist'
export interface Proposal {
  readonly id: string
  readonly kind: Kind
  readonly summary: string
  readonly appointment: Visit
  readonly expires_at: string
}

export type Card =
  | ({ readonly kind: 'proposal'; readonly proposal_id: string } & Visit)
  | { readonly kind: 'appointment'; readonly appointment: Visit & { readonly id: string } }
  | {
      readonly kind: 'treatment'
      readonly treatment: Named
      readonly duration_minutes: number
      readonly price_fen: number
    }
  | {
      readonly kind: 'technician'
      readonly technician: Named
      readonly level: number
      readonly years: number
      readonly rating: number
    }
  | {
      readonly kind: 'store'
      readonly store: Named
      readonly address: string
      readonly phone: string
      readonly metro?: string
      readonly parking?: string
    }
  | { readonly kind: 'faq'; readonly id: string; readonly question: string }
  | { readonly kind: 'sign_in' }
  | { readonly kind: 'link'; readonly to: string }

const KINDS = ['proposal', 'appointment', 'treatment', 'technician', 'store', 'faq', 'sign_in', 'link']

/** The cards that this page knows how to show; a newer gateway may send others, whose words stand in the text as well. */
export const cardsOf = (raw: readonly unknown[]): Card[] =>
  raw.filter((card): card is Card => KINDS.includes((card as Partial<Card> | null)?.kind ?? ''))
