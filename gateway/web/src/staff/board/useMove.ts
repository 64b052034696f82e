import { computed, onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import { useAction } from '@/shared/action'
import { api, got } from '@/shared/api/client'
import { isRefused } from '@/shared/api/refusals'
import { language } from '@/shared/language'
import { listed } from '@/shared/listed'
import { addDays } from '@/shared/times'
import { useTrouble } from '@/shared/trouble'
import type { Block, Day } from './day'
import { minutesAfter } from './day'
import { lanesFor, wanted, type Spot, type Verdict } from './moving'

const DAY_MINUTES = 1440
const PATIENCE_MS = 120
const unmoved: Verdict = { kind: 'unknown', text: '' }

/** A visit on its way to another spot: held by the pointer or by keys until it is dropped, then asked about. */
export interface Move {
  block: Block
  to: Spot
  verdict: Verdict
  isDropped: boolean
}

/** Moving a visit on the board of the day that begins at `midnight`; every spot is judged by a dry run. */
export function useMove(day: Ref<Day | undefined>, midnight: Ref<string>, storeId: Ref<string>, done: () => void) {
  const move = shallowRef<Move | null>(null)
  const inWords = useTrouble()
  /** Offered starts of a day of minutes: `${day number} ${technician}` → minutes. */
  const offered = shallowRef<ReadonlyMap<string, readonly number[]>>(new Map())
  let verdicts = new Map<string, Verdict>()
  let timer: ReturnType<typeof setTimeout> | null = null
  let newest = 0

  const dayNumber = (start: number) => Math.floor(start / DAY_MINUTES)
  const offeredAt = (spot: Spot) => offered.value.get(`${dayNumber(spot.start)} ${spot.laneId}`) ?? []
  const lanes = computed(() => (day.value && move.value ? lanesFor(day.value, move.value.block) : []))

  function begin(block: Block): void {
    verdicts = new Map()
    offered.value = new Map()
    move.value = { block, to: { laneId: block.laneId, start: block.start }, verdict: unmoved, isDropped: false }
    void learnOffered(0)
  }

  /** What is offered on a day; a help to find a start, without which everything goes on. */
  async function learnOffered(number: number): Promise<void> {
    const line = move.value?.block.line
    if (!line) return
    const from = addDays(midnight.value.slice(0, 10), number)
    const query = { store_id: storeId.value, treatment_id: line.treatment.id, from, days: 1, appointment_id: line.id }
    const answer = await got(api.GET('/api/v1/availability', { params: { query } })).catch(() => null)
    if (move.value?.block.id !== line.id || !answer) return
    const found = new Map(offered.value)
    for (const slot of answer.days.flatMap((one) => one.slots)) {
      for (const technician of slot.technician_ids) {
        const key = `${number} ${technician}`
        found.set(key, [...(found.get(key) ?? []), minutesAfter(midnight.value, slot.starts_at)])
      }
    }
    offered.value = found
  }

  function aim(to: Spot): void {
    const current = move.value
    if (!current || (current.to.laneId === to.laneId && current.to.start === to.start)) return
    if (dayNumber(to.start) !== dayNumber(current.to.start)) void learnOffered(dayNumber(to.start))
    judge({ ...current, to })
  }

  function judge(next: Move): void {
    const { block, to } = next
    const known = verdicts.get(`${to.laneId} ${to.start}`)
    const isUnmoved = to.laneId === block.laneId && to.start === block.start
    move.value = { ...next, verdict: isUnmoved ? unmoved : (known ?? { kind: 'checking' }) }
    newest += 1
    if (timer) clearTimeout(timer)
    if (!isUnmoved && !known) timer = setTimeout(() => void dryRun(newest, block, to), PATIENCE_MS)
  }

  async function dryRun(mine: number, block: Block, to: Spot): Promise<void> {
    if (!block.line) return
    const body = { ...wanted(block, block.line, to), dry_run: true }
    const verdict = await got(
      api.POST('/api/v1/appointments/{appointment_id}/reschedule', {
        params: { path: { appointment_id: block.id } },
        body,
      }),
    ).then(
      (answer): Verdict => ({
        kind: 'fine',
        technicians: listed(
          answer.technicians.map((one) => one.name ?? ''),
          language.value,
        ),
      }),
      (problem: unknown): Verdict =>
        isRefused(problem)
          ? { kind: 'refused', code: problem.code, text: inWords(problem) }
          : { kind: 'unknown', text: inWords(problem) },
    )
    if (verdict.kind !== 'unknown') verdicts.set(`${to.laneId} ${to.start}`, verdict)
    if (mine === newest && move.value?.block.id === block.id) move.value = { ...move.value, verdict }
    if (verdict.kind === 'refused' && verdict.code === 'version_conflict') done() // somebody else was first: look again
  }

  function drop(): void {
    if (move.value) move.value = { ...move.value, isDropped: true }
  }
  function cancel(): void {
    if (timer) clearTimeout(timer)
    newest += 1
    move.value = null
  }

  const sending = useAction(
    async (key: string, id: string, body: ReturnType<typeof wanted> & { override_reason?: string }) => {
      const params = { path: { appointment_id: id }, header: { 'Idempotency-Key': key } }
      return got(api.POST('/api/v1/appointments/{appointment_id}/reschedule', { params, body }))
    },
  )
  async function confirm(reason: string): Promise<boolean> {
    const current = move.value
    if (!current?.block.line) return false
    const body = wanted(current.block, current.block.line, current.to)
    const moved = await sending.run(current.block.id, reason ? { ...body, override_reason: reason } : body)
    if (moved) cancel()
    done()
    return moved !== undefined
  }

  // What others change meanwhile is shown around the move, which goes on: only its own visit's news concern it.
  watch(day, (shown) => {
    const current = move.value
    if (!shown || !current || sending.isRunning.value) return
    const fresh = shown.lanes.flatMap((lane) => lane.blocks).find((one) => one.key === current.block.key)
    if (!fresh) return cancelIfGone(shown, current)
    verdicts = new Map()
    const isNews = fresh.line?.version !== current.block.line?.version
    if (isNews) judge({ ...current, block: fresh })
  })
  function cancelIfGone(shown: Day, current: Move): void {
    const elsewhere = shown.lanes.flatMap((lane) => lane.blocks).find((one) => one.id === current.block.id)
    if (elsewhere) judge({ ...current, block: elsewhere })
    else cancel()
  }

  onScopeDispose(cancel)
  const dayAt = (spot: Spot) => addDays(midnight.value.slice(0, 10), dayNumber(spot.start))
  return {
    move,
    lanes,
    begin,
    aim,
    drop,
    cancel,
    confirm,
    offeredAt,
    dayAt,
    isSending: sending.isRunning,
    error: sending.error,
  }
}
export type Moving = ReturnType<typeof useMove>
