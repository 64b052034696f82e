import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope, nextTick, ref } from 'vue'
import { useProposal } from './useProposal'

const made = (status: string, id = 'pro-1') => ({ id, status })
const scope = effectScope()
const store = ref('sto-1')

function watching(statuses: string[]) {
  const doors = {
    ask: vi.fn(async () => made('waiting')),
    read: vi.fn(async (id: string) => made(statuses.shift() ?? 'ready', id)),
    stop: vi.fn(async (_: string, id: string) => made('cancelled', id)),
  }
  return { doors, ...scope.run(() => useProposal([store], doors))! }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('is looked at until it is there', async () => {
  const { doors, ask, proposal, isWorking } = watching(['waiting', 'running', 'ready'])

  await ask.run()
  expect(isWorking.value).toBe(true)
  await vi.advanceTimersByTimeAsync(5000)

  expect([proposal.value?.status, isWorking.value]).toEqual(['ready', false])
  expect(doors.read).toHaveBeenCalledTimes(3)
})

it('stays stopped, whatever a look under way brings', async () => {
  const { doors, ask, stop, proposal } = watching(['running'])
  await ask.run()
  let answer!: (found: ReturnType<typeof made>) => void
  doors.read.mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)))
  await vi.advanceTimersByTimeAsync(700)

  await stop.run()
  answer(made('running'))
  await vi.advanceTimersByTimeAsync(5000)

  expect(proposal.value?.status).toBe('cancelled')
  expect(doors.read).toHaveBeenCalledTimes(2)
})

it('is forgotten with the store it is of, also while it is being asked for', async () => {
  const { doors, ask, proposal } = watching(['running'])
  await ask.run()
  store.value = 'sto-2'
  await nextTick()
  expect(proposal.value).toBeNull()

  const asking = ask.run()
  store.value = 'sto-3'
  await asking
  await vi.advanceTimersByTimeAsync(5000)

  expect(proposal.value).toBeNull()
  expect(doors.read).toHaveBeenCalledTimes(1)
})

it('says that it was lost sight of, and is found again', async () => {
  const { doors, ask, look, lost, proposal } = watching([])
  doors.read.mockRejectedValueOnce(new Error('no line'))

  await ask.run()
  expect(lost.value).toBeInstanceOf(Error)
  expect(proposal.value?.status).toBe('waiting')
  await look()

  expect([lost.value, proposal.value?.status]).toEqual([null, 'ready'])
})
