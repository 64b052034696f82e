import { computed, onScopeDispose, shallowRef, watch, type WatchSource } from 'vue'
import { useAction } from '@/shared/action'

interface Proposed {
  id: string
  status: string
}

/** How a kind of proposal is asked for, looked at, and stopped. */
interface Doors<P> {
  ask: (key: string) => Promise<P>
  read: (id: string) => Promise<P>
  stop: (key: string, id: string) => Promise<P>
}

const UNDER_WAY = ['queued', 'waiting', 'running']
const POLL_MS = 600

/**
 * Something better that the shop looks for in the background (a roster, routes): asked for, watched until it is there,
 * stopped. It is of what `about` says: another store or day forgets it. Applying it is each kind's own.
 */
export function useProposal<P extends Proposed>(about: WatchSource[], doors: Doors<P>) {
  const proposal = shallowRef<P | null>(null)
  const lost = shallowRef<unknown>(null)
  const isWorking = computed(() => UNDER_WAY.includes(proposal.value?.status ?? ''))
  let timer: ReturnType<typeof setTimeout> | undefined
  /** Counts what makes an answer under way too old: it is of a proposal that was forgotten or stopped meanwhile. */
  let turn = 0

  const ask = useAction(async (key: string) => {
    forget()
    const asked = turn
    const found = await doors.ask(key)
    if (asked !== turn) return
    proposal.value = found
    await look()
  })
  const stop = useAction(async (key: string) => {
    if (!proposal.value) return
    const asked = halt()
    const found = await doors.stop(key, proposal.value.id)
    if (asked === turn) proposal.value = found
  })

  /** Also what `lost` offers: to look once more. */
  async function look(): Promise<void> {
    if (!proposal.value) return
    const asked = halt()
    try {
      const found = await doors.read(proposal.value.id)
      if (asked !== turn) return
      ;[proposal.value, lost.value] = [found, null]
    } catch (error) {
      if (asked === turn) lost.value = error
      return
    }
    if (isWorking.value) timer = setTimeout(() => void look(), POLL_MS)
  }

  function halt(): number {
    clearTimeout(timer)
    return ++turn
  }
  function forget(): void {
    halt()
    ;[proposal.value, lost.value] = [null, null]
  }
  watch(about, forget, { flush: 'sync' })
  onScopeDispose(halt)
  return { proposal, lost, isWorking, ask, stop, look, forget }
}
