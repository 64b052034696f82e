import { dayOf, instantAt } from '@/shared/times'
import type { Shape } from '@/shared/api/client'
import { cardsOf, type Card, type Visit } from './cards/shapes'

export type Turn = Shape<'Turn'>

/** A proposal that can no longer be confirmed: it was carried out, or it is over. */
export type Past = { readonly visit: Visit; readonly isDone: boolean }

/** One line of the log: a day, what the customer said, or what they were answered. */
export type Entry =
  | { readonly kind: 'day'; readonly key: string; readonly day: string }
  | { readonly kind: 'mine'; readonly key: string; readonly at: string; readonly text: string }
  | { readonly kind: 'button'; readonly key: string; readonly at: string; readonly pressed: 'affirm' | 'deny' }
  | {
      readonly kind: 'answer'
      readonly key: string
      readonly at: string
      readonly text: string
      /** Who of the staff says it; null: the assistant. */
      readonly staff: string | null
      readonly cards: readonly Card[]
      readonly past: Past | null
    }

/** The turns as lines to show. The proposal that still stands is left out: it has its place at the end of the log. */
export function entriesOf(turns: readonly Turn[], standing: string | null): Entry[] {
  let day = ''
  return turns.flatMap((turn, index) => {
    const at = instantAt(Date.parse(turn.at))
    const isNewDay = dayOf(at) !== day
    day = dayOf(at)
    const lines: Entry[] = isNewDay ? [{ kind: 'day', key: `day-${day}`, day }] : []
    return [...lines, ...said(turn, at), ...answered(turn, at, turns.slice(index + 1), standing)]
  })
}

function said(turn: Turn, at: string): Entry[] {
  const key = `${turn.turn}-said`
  if (turn.text) return [{ kind: 'mine', key, at, text: turn.text }]
  const pressed = turn.understanding['intent']
  return pressed === 'affirm' || pressed === 'deny' ? [{ kind: 'button', key, at, pressed }] : []
}

function answered(turn: Turn, at: string, later: readonly Turn[], standing: string | null): Entry[] {
  const all = cardsOf(turn.reply.cards)
  const proposed = all.find((card) => card.kind === 'proposal')
  const cards = all.filter((card) => card.kind !== 'proposal')
  const isOver = proposed && proposed.proposal_id !== standing
  const past = isOver ? { visit: proposed, isDone: wasDone(proposed, later) } : null
  const text = proposed ? (turn.reply.beside ?? turn.reply.text) : turn.reply.text
  if (!text && cards.length === 0 && !past) return []
  const staff = turn.author === 'staff' ? (turn.staff ?? '') : null
  return [{ kind: 'answer', key: `${turn.turn}-answer`, at, text, staff, cards, past }]
}

/** Whether what was proposed came about: before anything else was proposed, a yes was answered with its appointment. */
function wasDone(proposed: Visit, later: readonly Turn[]): boolean {
  for (const turn of later) {
    const cards = cardsOf(turn.reply.cards)
    const isYes = turn.understanding['intent'] === 'affirm'
    if (isYes && cards.some((card) => card.kind === 'appointment' && isSame(card.appointment, proposed))) return true
    if (cards.some((card) => card.kind === 'proposal')) return false
  }
  return false
}

const isSame = (made: Visit, proposed: Visit): boolean =>
  made.treatment.slug === proposed.treatment.slug && Date.parse(made.starts_at) === Date.parse(proposed.starts_at)

/** Whether the last thing said is a proposal that stands no longer: its time ran out. */
export const hasRunOut = (turns: readonly Turn[], standing: string | null): boolean =>
  cardsOf(turns.at(-1)?.reply.cards ?? []).some((card) => card.kind === 'proposal' && card.proposal_id !== standing)

/** What may be tapped instead of written: what the last answer suggests, without what its card has buttons for. */
export function chipsOf(turns: readonly Turn[], onCard: readonly string[]): string[] {
  const replies = turns.at(-1)?.reply.quick_replies ?? []
  const words = replies.filter((reply): reply is string => typeof reply === 'string')
  return words.filter((word) => !onCard.includes(word))
}
