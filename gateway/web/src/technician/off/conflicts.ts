/** A visit in the way of time off, as the API tells it. */
export interface InTheWay {
  appointment_id: string
  starts_at: string
  ends_at: string
  treatment_id: string
  /** What could become of it; `keep`: the technician comes all the same. */
  options: { keep: boolean }
}

/** The visits that stand in the way, as a dry run tells them. */
export const inTheWay = (told: { conflicts?: unknown } | undefined): InTheWay[] =>
  (told?.conflicts as InTheWay[] | undefined) ?? []

/** The decision a technician may take alone: to give each of them all the same. */
export const keepAll = (visits: readonly InTheWay[]): Record<string, 'keep'> =>
  Object.fromEntries(visits.map((visit) => [visit.appointment_id, 'keep']))
export const canKeepAll = (visits: readonly InTheWay[]): boolean => visits.every((visit) => visit.options.keep)
