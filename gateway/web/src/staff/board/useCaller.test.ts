import { beforeEach, expect, it, vi } from 'vitest'
import { effectScope, nextTick, ref } from 'vue'
import { isPerhapsWhole, useCaller } from './useCaller'

const waiting = vi.hoisted(() => new Map<string, { answer: (names: string[]) => void; fail: () => void }>())
vi.mock('@/shared/api/client', () => ({
  api: {
    GET: (_path: string, { params }: { params: { query: { q: string } } }) =>
      new Promise((resolve, reject) =>
        waiting.set(params.query.q, {
          answer: (names) => resolve({ items: names.map((name) => ({ name })) }),
          fail: () => reject(new Error('no line')),
        }),
      ),
  },
  got: (answer: unknown) => answer,
}))

const LI = '13800000001'
const GU = '13800000002'
const settled = () => new Promise((resolve) => setTimeout(resolve))

function calling(number: string) {
  const phone = ref(number)
  const caller = effectScope().run(() => useCaller(phone))
  return { phone, caller: caller as NonNullable<typeof caller> }
}

beforeEach(() => waiting.clear())

it('knows who calls by their number', async () => {
  const { caller } = calling('138 0000-0001')
  expect(caller.isSearching.value).toBe(true)
  waiting.get(LI)?.answer(['Li'])
  await settled()
  expect([caller.customer.value?.name, caller.isNew.value, caller.isSearching.value]).toEqual(['Li', false, false])
})

it('never takes one number for another, neither while it searches nor after a lost line', async () => {
  const { phone, caller } = calling(LI)
  waiting.get(LI)?.answer(['Li'])
  await settled()

  phone.value = GU
  await nextTick()
  expect([caller.customer.value, caller.isAnswered.value, caller.isSearching.value]).toEqual([null, false, true])
  waiting.get(GU)?.fail()
  await settled()
  expect(caller.customer.value).toBeNull()
  expect([caller.isAnswered.value, caller.isNew.value]).toEqual([false, false])
  expect(caller.trouble.value).toBeInstanceOf(Error)

  void caller.searchAgain()
  waiting.get(GU)?.answer([])
  await settled()
  expect([caller.isNew.value, caller.trouble.value]).toEqual([true, null])
})

it.each([
  ['13800000001', true],
  ['+8613800000001', true],
  ['1380000000', false],
  ['+86138000', false],
  ['02164381234', true],
  ['+85251234567', true],
  ['110', false],
  ['', false],
])('asks for %s: %s', (digits, isAsked) => expect(isPerhapsWhole(digits)).toBe(isAsked))
