import { computed, ref, shallowRef, type Ref } from 'vue'
import { isRefused, Unreachable } from '@/shared/api/refusals'
import { now } from '@/shared/clock'
import { instantAt } from '@/shared/times'
import type { Proposal } from './cards/shapes'
import { NOTHING, type Kept } from './kept'
import type { Turn } from './turns'
import type { Wire } from './wire'

type Answer = Awaited<ReturnType<Wire['say']>>
type Read = Awaited<ReturnType<Wire['read']>>
type Doing = 'saying' | 'confirming'

/** What was said and has no answer yet; with an error, why it has none. */
export interface Pending {
  readonly text: string
  readonly error: unknown
}

/** What this device keeps, and whether the panel is open: then what comes is read. */
export interface Device {
  readonly kept: Ref<Kept>
  readonly isOpen: Ref<boolean>
  readonly unread: Ref<number>
}

/** One conversation as it stands: what was said, what is proposed, who answers; one thing at a time is under way. */
export function makeConversation(wire: Wire, { kept, isOpen, unread }: Device) {
  const turns = shallowRef<readonly Turn[]>([])
  const proposal = shallowRef<Proposal | null>(null)
  const handoff = ref(kept.value.handoff)
  const attendedBy = ref<string | null>(null)
  const pending = shallowRef<Pending | null>(null)
  const doing = ref<Doing | null>(null)
  /** Why the proposal could not be confirmed. */
  const refusal = shallowRef<unknown>(null)
  const readError = shallowRef<unknown>(null)
  const isRead = ref(kept.value.id === null)
  /** The conversation that this device kept is gone, or belongs to somebody else. */
  const isLost = ref(false)
  let hasMissed = false
  /** Which conversation this is; an answer to an earlier one is nobody's. */
  let begun = 0

  const last = (): number => turns.value.at(-1)?.turn ?? 0

  function keep(id: string | null): void {
    const seen = isOpen.value ? last() : kept.value.seen
    kept.value = { id, seen, handoff: handoff.value }
    unread.value = turns.value.filter((turn) => turn.author === 'staff' && turn.turn > seen).length
  }

  function begin(): void {
    begun += 1
    clear()
  }

  function clear(): void {
    turns.value = []
    proposal.value = pending.value = refusal.value = readError.value = null
    handoff.value = isLost.value = false
    attendedBy.value = null
    isRead.value = true
    kept.value = NOTHING
    unread.value = 0
  }

  /** Reads it anew; while something is under way, afterwards. */
  async function read(): Promise<void> {
    const { id } = kept.value
    if (doing.value) hasMissed = true
    if (id === null || doing.value) return
    try {
      const answer = await wire.read(id)
      if (kept.value.id === id && !doing.value) taken(answer)
    } catch (error) {
      if (kept.value.id !== id) return
      if (isRefused(error, 'conversation_unknown', 'not_found')) lose()
      else readError.value = error
    }
  }

  function taken(answer: Read): void {
    // An older answer that comes late must not take back what was said since.
    if ((answer.turns.at(-1)?.turn ?? 0) < last()) return
    turns.value = answer.turns
    proposal.value = (answer.proposal as Proposal | null | undefined) ?? null
    handoff.value = answer.handoff ?? false
    attendedBy.value = answer.attended_by?.name ?? null
    readError.value = null
    isRead.value = true
    keep(answer.conversation_id)
  }

  function lose(): void {
    clear()
    isLost.value = true
  }

  async function doAlone<T>(what: Doing, act: () => Promise<T>): Promise<T | undefined> {
    if (doing.value) return undefined
    doing.value = what
    try {
      return await act()
    } finally {
      doing.value = null
      if (hasMissed || handoff.value) {
        hasMissed = false
        void read()
      }
    }
  }

  const send = (text: string): Promise<void> =>
    doAlone('saying', async () => {
      const mine = begun
      pending.value = { text, error: null }
      refusal.value = null
      try {
        const answer = await said(text)
        if (mine !== begun) return
        answered(answer, text)
        pending.value = null
      } catch (error) {
        if (mine === begun) pending.value = { text, error }
      }
    }).then(() => undefined)

  /** Where the conversation is no longer ours to go on with, the words begin another. */
  async function said(text: string): Promise<Answer> {
    const mine = begun
    try {
      return await wire.say(kept.value.id, text)
    } catch (error) {
      if (kept.value.id === null || mine !== begun || !isRefused(error, 'conversation_unknown')) throw error
      lose()
      pending.value = { text, error: null }
      return wire.say(null, text)
    }
  }

  function answered(answer: Answer, text: string): void {
    const hasMoreBetween = answer.turn > last() + 1
    const author = answer.reply.text || answer.reply.cards.length ? 'bot' : 'customer'
    const { turn, reply, understanding } = answer
    turns.value = [...turns.value, { turn, at: instantAt(now()), text, reply, understanding, author } as Turn]
    proposal.value = answer.proposal as Proposal | null
    handoff.value = answer.handoff
    hasMissed ||= hasMoreBetween
    keep(answer.conversation_id)
  }

  /** Says it again, unless it had arrived and only its answer was lost. */
  async function retry(): Promise<void> {
    const lost = pending.value
    if (!lost || doing.value) return
    const before = last()
    if (lost.error instanceof Unreachable) await read()
    const arrived = turns.value.some((turn) => turn.turn > before && turn.author !== 'staff')
    if (arrived) pending.value = null
    else if (!readError.value) await send(lost.text)
  }

  /** Takes back what could not be said; answers it, to be changed. */
  function takeBack(): string {
    const text = pending.value?.text ?? ''
    pending.value = null
    return text
  }

  /** Carries the proposal out; again, after a lost answer, does nothing twice. */
  const confirm = (): Promise<void> =>
    doAlone('confirming', async () => {
      const [asked, mine] = [proposal.value, begun]
      if (!asked) return
      refusal.value = null
      try {
        const answer = await wire.confirm(asked.id)
        if (mine === begun) answered(answer, '')
      } catch (error) {
        if (mine !== begun) return
        refusal.value = error
        hasMissed ||= isRefused(error, 'proposal_expired', 'proposal_closed', 'proposal_unknown')
      }
    }).then(() => undefined)

  /** Deletes it here and there, for good. */
  async function forget(): Promise<void> {
    const { id } = kept.value
    if (id !== null) {
      await wire.forget(id).catch((error: unknown) => {
        if (!isRefused(error, 'conversation_unknown', 'not_found')) throw error
      })
    }
    begin()
  }

  /** Goes on with another conversation of this account. */
  async function goOnWith(id: string): Promise<void> {
    begin()
    isRead.value = false
    kept.value = { id, seen: 0, handoff: false }
    await read()
  }

  /** Something of it changed on the server: read it, where it is news to us. */
  const hear = (data: Readonly<Record<string, unknown>>): void => {
    if (data['conversation_id'] === kept.value.id && Number(data['turn']) > last()) void read()
  }

  const isSaying = computed(() => doing.value === 'saying')
  const isConfirming = computed(() => doing.value === 'confirming')
  return {
    ...{ turns, proposal, handoff, attendedBy, pending, refusal, readError, isRead, isLost, isSaying, isConfirming },
    ...{ read, send, retry, takeBack, confirm, forget, begin, goOnWith, hear },
    id: computed(() => kept.value.id),
    wasSeen: () => keep(kept.value.id),
  }
}

export type Conversation = ReturnType<typeof makeConversation>
