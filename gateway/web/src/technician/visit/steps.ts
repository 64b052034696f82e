import type { Visit } from '../day/timeline'

/** The steps of a visit that the big button takes, in the order in which they come. */
export const STEPS = ['accept', 'depart', 'arrive', 'check-in', 'start', 'finish'] as const
export type Step = (typeof STEPS)[number]

/** The one step to take now: the API says which are allowed, and nothing else is offered. */
export const nextStep = (visit: Visit): Step | undefined => STEPS.find((step) => visit.allowed_actions.includes(step))

export const may = (visit: Visit, action: string): boolean => visit.allowed_actions.includes(action)

/** The stations a visit goes through, by where it is given. */
export const stationsOf = (visit: Visit): readonly Visit['status'][] =>
  visit.place === 'home'
    ? ['confirmed', 'departed', 'arrived', 'in_service', 'completed']
    : ['confirmed', 'checked_in', 'in_service', 'completed']

/** A record is written from the moment the visit has begun. */
export const isRecordable = (visit: Visit): boolean => ['in_service', 'completed'].includes(visit.status)

/** Minutes from the present until a moment; negative when it is over. */
export const minutesUntil = (instant: string, present: number): number =>
  Math.round((Date.parse(instant) - present) / 60_000)

const CARED_FOR = new Set(['confirmed', 'checked_in', 'departed', 'arrived', 'in_service', 'completed'])
const DAY_MS = 86_400_000

/** The customer's health is told from the yes until a day after the visit, and not before or later. */
export const isCareOpen = (visit: Visit, present: number): boolean =>
  CARED_FOR.has(visit.status) && present < Date.parse(visit.ends_at) + DAY_MS
