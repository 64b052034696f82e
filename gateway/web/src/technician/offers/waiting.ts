import type { Visit } from '../day/timeline'
import { may } from '../visit/steps'

/** Those that are this person's to answer and may still be answered, by how soon. */
export function waiting(offers: readonly Visit[], present: number): Visit[] {
  return offers
    .filter((offer) => may(offer, 'accept') && !(offer.answer_by && Date.parse(offer.answer_by) <= present))
    .toSorted(
      (one, other) => Date.parse(one.answer_by ?? one.starts_at) - Date.parse(other.answer_by ?? other.starts_at),
    )
}
