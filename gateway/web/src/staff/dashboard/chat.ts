import type { Shape } from '@/shared/api/client'
import { inYuan, MOST_RANKED, shortDay, type Drawn, type Hand } from './drawn'
import { overDays, ranked } from './options'
import { tableOf } from './tables'
import { percent } from './trends'

type Chat = Shape<'ChatFigures'>
type Wish = Chat['unmet'][number]

/** Conversations, those with a proposal, those that booked, day by day. */
export function drawChat(found: Chat, days: string[], { t, colours }: Hand): Drawn {
  const kinds = [
    { key: 'conversations', colour: 'ink-soft' },
    { key: 'proposed', colour: 'info' },
    { key: 'booked', colour: 'accent' },
  ] as const
  const known = new Map(found.days.map((day) => [day.date, day]))
  const all = days.map((date) => ({ date, ...(known.get(date) ?? NO_CHATS) }))
  return {
    summary: t('dashboard.chatSummary', { ...found.total, share: percent(found.conversion ?? 0) }),
    isEmpty: found.total.conversations === 0,
    option: overDays(
      days.map(shortDay),
      kinds.map(({ key, colour }) => ({
        name: t(`dashboard.chat.${key}`),
        values: all.map((day) => day[key]),
        kind: 'bar',
        colour,
      })),
      colours,
      { money: inYuan },
    ),
    table: tableOf(
      [
        { label: t('dashboard.day'), value: (row) => row.date },
        ...(['conversations', 'messages', 'proposed', 'booked', 'handed_over', 'unanswered'] as const).map((key) => ({
          label: t(`dashboard.chat.${key}`),
          value: (row: (typeof all)[number]) => row[key],
        })),
      ],
      all,
    ),
  }
}

const NO_CHATS = { conversations: 0, messages: 0, proposed: 0, booked: 0, handed_over: 0, unanswered: 0 }

/** What was asked for in the chat and could not be had: drawn by treatment, wish by wish in the table. */
export function drawUnmet(
  { unmet }: Chat,
  nameOf: (kind: 'treatment' | 'store', slug: string) => string,
  { t, colours }: Hand,
): Drawn {
  const treatment = (wish: Wish) => (wish.treatment ? nameOf('treatment', wish.treatment) : t('dashboard.anyTreatment'))
  const counts = new Map<string, number>()
  for (const wish of unmet) counts.set(treatment(wish), (counts.get(treatment(wish)) ?? 0) + wish.count)
  const rows = [...counts].map(([name, value]) => ({ name, value })).sort((one, other) => other.value - one.value)
  const total = rows.reduce((sum, row) => sum + row.value, 0)
  return {
    summary: t('dashboard.unmetSummary', { n: total, name: rows[0]?.name ?? '' }),
    isEmpty: unmet.length === 0,
    option: ranked(rows.slice(0, MOST_RANKED), colours, String),
    table: tableOf<Wish>(
      [
        { label: t('dashboard.treatment'), value: treatment },
        {
          label: t('dashboard.store'),
          value: (wish) => (wish.store ? nameOf('store', wish.store) : t('dashboard.anyStore')),
        },
        {
          label: t('dashboard.hour'),
          value: (wish) => (wish.hour === null ? t('dashboard.anyHour') : `${wish.hour}:00`),
        },
        { label: t('dashboard.why'), value: (wish) => whyInWords(wish.why, t) },
        { label: t('dashboard.times'), value: (wish) => wish.count },
      ],
      unmet,
      4,
    ),
  }
}

const KNOWN_REASONS = [
  ...['none_in_that_window', 'none_that_day', 'none_at_all', 'slot_taken', 'outside_hours', 'technician_away'],
  ...['too_soon', 'too_far_ahead', 'out_of_area', 'place_not_offered', 'party_too_large', 'nobody_suits'],
]

function whyInWords(why: string, t: Hand['t']): string {
  const code = why.startsWith('nobody_suits.') ? 'nobody_suits' : why.replace(/^reason\./, '')
  return t(`dashboard.reasons.${KNOWN_REASONS.includes(code) ? code : 'other'}`)
}
