/** What the device keeps: the conversation, the last turn that was read, and whether a person answers in it. */
export interface Kept {
  readonly id: string | null
  readonly seen: number
  readonly handoff: boolean
}

export const NOTHING: Kept = { id: null, seen: 0, handoff: false }
