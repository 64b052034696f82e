import { computed, ref, shallowRef } from 'vue'
import { isRefused } from '@/shared/api/refusals'
import { useAction } from '@/shared/action'
import { conflictsOf, decisionsOf, isDecided, type Choices, type Conflict } from './decisions'

/** What is sent beside a change of working time. */
export interface Deciding {
  decisions?: ReturnType<typeof decisionsOf>
  dry_run?: boolean
}

/**
 * A change of working time: first asked what would be in the way, then made, with a decision for each appointment.
 * `run()` answers true once it is made; with appointments in the way it shows them in `conflicts` and answers false.
 */
export function useDeciding(
  change: (key: string, deciding: Deciding) => Promise<{ conflicts?: unknown[] } | undefined>,
) {
  const conflicts = shallowRef<Conflict[]>([])
  const choices = ref<Choices>({})
  const action = useAction(change)

  async function run(): Promise<boolean> {
    const decisions = decisionsOf(conflicts.value, choices.value)
    if (!decisions.length) {
      const told = await action.run({ dry_run: true })
      if (action.error.value || show(conflictsOf(told, null))) return false
    }
    await action.run(decisions.length ? { decisions } : {})
    if (isRefused(action.error.value, 'claims_in_the_way')) {
      show(conflictsOf(undefined, action.error.value)) // another booking came between
      action.error.value = null
      return false
    }
    return action.error.value === null
  }

  function show(found: Conflict[]): boolean {
    conflicts.value = found
    choices.value = {}
    return found.length > 0
  }

  const reset = (): void => void show([])
  return {
    run,
    reset,
    conflicts,
    choices,
    isReady: computed(() => isDecided(conflicts.value, choices.value)),
    isRunning: action.isRunning,
    error: action.error,
  }
}
