import { isRefused } from '@/shared/api/refusals'

/** An appointment that a change of working time leaves outside it, and what could become of it. */
export interface Conflict {
  appointment_id: string
  starts_at: string
  ends_at: string
  claim_revision?: number
  technician_requested?: boolean
  options?: {
    keep: boolean
    reassign: string[]
    move: { starts_at: string; technician_ids: string[] }[]
  }
}

/** `keep`, `reassign:<technician>` or `move:<start>`; the values of a choice's options. */
export type Choice = string
export type Choices = Record<string, Choice>

/** The appointments in the way, whether a dry run told them or a refusal did. */
export function conflictsOf(told: { conflicts?: unknown[] } | undefined, error: unknown): Conflict[] {
  if (isRefused(error, 'claims_in_the_way')) return error.more['claims'] as Conflict[]
  return (told?.conflicts ?? []) as Conflict[]
}

export const isDecided = (conflicts: readonly Conflict[], choices: Choices): boolean =>
  conflicts.every((conflict) => choices[conflict.appointment_id])

/** What the API is told: one decision for each appointment, against the claim as it was seen. */
export function decisionsOf(conflicts: readonly Conflict[], choices: Choices) {
  return conflicts.map(({ appointment_id, claim_revision, options }) => {
    const [decision = 'keep', ...rest] = (choices[appointment_id] ?? 'keep').split(':')
    const value = rest.join(':')
    const told = { appointment_id, decision, ...(claim_revision === undefined ? {} : { claim_revision }) }
    if (decision === 'reassign') return { ...told, technician_id: value }
    if (decision !== 'move') return told
    const start = options?.move.find((one) => one.starts_at === value)
    return { ...told, starts_at: value, technician_id: start?.technician_ids[0] }
  })
}
