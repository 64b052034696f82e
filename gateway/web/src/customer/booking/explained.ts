import { shallowRef } from 'vue'
import { api, got } from '@/shared/api/client'
import { isRefused } from '@/shared/api/refusals'
import { addDays, dayOf } from '@/shared/times'
import type { Question } from './availability'
import { nearestTo, type Slot } from './slots'

/** Why a time cannot be had, and which are nearest to it. */
export interface Explained {
  startsAt: string
  reasons: string[]
  nearest: Slot[]
}

// What another time, or another technician, would put right.
const OF_THE_TIME = [
  'slot_taken',
  'customer_busy',
  'customer_limit_reached',
  'in_the_past',
  'too_soon',
  'too_far_ahead',
  'outside_hours',
  'off_grid',
  'technician_unsuitable',
  'claim_released',
  'attempt_abandoned',
]
const DAYS_AROUND = 3
const MOST_REASONS = 3

export const isOfTheTime = (problem: unknown): boolean => isRefused(problem, ...OF_THE_TIME)

/**
 * Looks after one chosen time: whether it can still be had, and if not, why, and what else there is. Once it `isAsked`
 * for, it is not looked at: one's own claim would read as somebody else's.
 */
export function useExplained(question: () => Question | null, startsAt: () => string, isAsked = () => false) {
  const trouble = shallowRef<Explained | null>(null)

  /** Asks whether the time is still on offer; a line that is lost tells nothing about the time. */
  async function look(): Promise<void> {
    const [wanted, starts_at] = [question(), startsAt()]
    if (!wanted || !starts_at || isAsked()) return
    const query = { ...wanted, starts_at }
    const { offered, reasons } = await got(api.GET('/api/v1/availability/explain', { params: { query } }))
    const told = offered ? null : await explained(wanted, starts_at, inWords(wanted, reasons))
    if (starts_at === startsAt() && !isAsked()) trouble.value = told
  }

  /** After a refusal: says it in the store's words, with what is known beside. */
  async function refused(detail: string): Promise<void> {
    const [wanted, starts_at] = [question(), startsAt()]
    if (!wanted) return
    trouble.value = { startsAt: starts_at, reasons: [detail], nearest: [] }
    const told = await explained(wanted, starts_at, [detail])
    if (starts_at === startsAt()) trouble.value = told
  }

  const clear = () => (trouble.value = null)
  return { trouble, look, refused, clear }
}

async function explained(question: Question, startsAt: string, reasons: string[]): Promise<Explained> {
  const day = dayOf(startsAt)
  const query = { ...question, from: day, days: DAYS_AROUND }
  const { days } = await got(api.GET('/api/v1/availability', { params: { query } }))
  const later = days.some((one) => one.slots.length) ? days : await week(question, addDays(day, DAYS_AROUND))
  return { startsAt, reasons, nearest: nearestTo(startsAt, later) }
}

async function week(question: Question, from: string) {
  const query = { ...question, from, days: 7 }
  return (await got(api.GET('/api/v1/availability', { params: { query } }))).days
}

/** Who asked for anybody is not told what one of the technicians could never do. */
function inWords(question: Question, reasons: readonly { code: string; text: string }[]): string[] {
  const ofTime = reasons.filter(({ code }) => question.technician_id || code !== 'technician_unsuitable')
  const told = ofTime.length ? ofTime : reasons
  // Taken is what most want to know; that others are not at work then, only when it is all there is.
  const taken = told.filter(({ code }) => code !== 'outside_hours')
  return [...new Set((taken.length ? taken : told).map(({ text }) => text))].slice(0, MOST_REASONS)
}
