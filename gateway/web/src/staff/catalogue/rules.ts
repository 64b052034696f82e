import type { Shape } from '@/shared/api/client'

export type Rules = Shape<'Rules'>
type Values = Omit<Rules, 'id' | 'scope' | 'effective_from' | 'version'>
export type RuleName = Exclude<keyof Values, 'travel_speed_by_hour' | 'travel_margin_by_hour' | 'assignment_weights'>
export type RuleValue = number | boolean | string | null
export const BRAND = 'brand'

type Kind =
  | { kind: 'number'; min: number; max: number; step?: number; isFen?: true }
  | { kind: 'yes' }
  | { kind: 'choice'; options: readonly string[] }

/** The rules that are edited one by one, by what they are about. */
export const GROUPS: Record<string, readonly RuleName[]> = {
  times: [
    'slot_step_minutes',
    'slot_anchor',
    'min_notice_minutes',
    'book_ahead_days',
    'buffers_inside_shift',
    'holiday_hours',
  ],
  terms: [
    'free_cancel_hours',
    'late_cancel_fee_percent',
    'deposit_percent',
    'deposit_percent_after_no_shows',
    'no_shows_before_deposit',
    'no_show_memory_days',
    'no_show_after_minutes',
    'hold_minutes',
    'store_acceptance',
    'time_proposal_hours',
  ],
  home: [
    'home_visit_fee_fen',
    'home_service_radius_km',
    'home_offer_minutes',
    'home_start_tolerance_minutes',
    'travel_speed_kmh',
    'travel_margin_minutes',
  ],
  waiting: ['waitlist_offer_minutes', 'waitlist_limit', 'queue_call_minutes'],
  courses: ['course_valid_days', 'late_cancel_uses_session', 'no_show_uses_session'],
  customers: ['max_visits_per_customer_per_day', 'max_visits_per_customer_per_week'],
}

const number = (min: number, max: number, step = 1): Kind => ({ kind: 'number', min, max, step })
const YES: Kind = { kind: 'yes' }

/** How each is written, with the bounds of the API. */
export const KINDS: Record<RuleName, Kind> = {
  slot_step_minutes: number(5, 240, 5),
  slot_anchor: { kind: 'choice', options: ['window', 'clock', 'tight'] },
  min_notice_minutes: number(0, 20_160),
  book_ahead_days: number(0, 730),
  buffers_inside_shift: YES,
  holiday_hours: { kind: 'choice', options: ['as_usual', 'closed', 'as_sunday'] },
  free_cancel_hours: number(0, 720),
  late_cancel_fee_percent: number(0, 100),
  deposit_percent: number(0, 100),
  deposit_percent_after_no_shows: number(0, 100),
  no_shows_before_deposit: number(0, 100),
  no_show_memory_days: number(1, 3650),
  no_show_after_minutes: number(0, 1440),
  hold_minutes: number(1, 1440),
  store_acceptance: YES,
  time_proposal_hours: number(1, 336),
  home_visit_fee_fen: { kind: 'number', min: 0, max: 100_000, isFen: true },
  home_service_radius_km: number(0, 500, 0.5),
  home_offer_minutes: number(0, 1440),
  home_start_tolerance_minutes: number(0, 120),
  travel_speed_kmh: number(1, 200, 0.5),
  travel_margin_minutes: number(0, 240),
  waitlist_offer_minutes: number(1, 1440),
  waitlist_limit: number(0, 100),
  queue_call_minutes: number(1, 240),
  course_valid_days: number(1, 3650),
  late_cancel_uses_session: YES,
  no_show_uses_session: YES,
  max_visits_per_customer_per_day: number(0, 100),
  max_visits_per_customer_per_week: number(0, 700),
}
const RULES = Object.keys(KINDS) as RuleName[]

export interface InForce {
  name: RuleName
  value: RuleValue
  scope: string
  since: string
}

/**
 * What holds at a moment (milliseconds since the epoch), rule by rule: the most particular of the scopes that says anything (brand, then the store, then
 * the treatment), and within a scope its newest row by then. As `shared/effective.py` has it.
 */
export function inForce(rows: readonly Rules[], scopes: readonly string[], at: number): InForce[] {
  const held = rows
    .filter((row) => scopes.includes(row.scope) && Date.parse(row.effective_from) <= at)
    .sort(
      (one, other) =>
        scopes.indexOf(one.scope) - scopes.indexOf(other.scope) ||
        Date.parse(one.effective_from) - Date.parse(other.effective_from) ||
        one.id.localeCompare(other.id),
    )
  return RULES.flatMap((name) => {
    const row = held.findLast((one) => one[name] !== undefined)
    return row ? [{ name, value: row[name] as RuleValue, scope: row.scope, since: row.effective_from }] : []
  })
}

/** The rules a row lays down, by name. */
export const saidBy = (row: Rules): RuleName[] => RULES.filter((name) => row[name] !== undefined)
