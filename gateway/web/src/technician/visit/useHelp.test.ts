import { expect, it } from 'vitest'
import type { Point } from '@/shared/position'
import { useHelp } from './useHelp'

const HERE: Point = { lng: 121.44, lat: 31.2 }
const never = () => new Promise<Point>(() => undefined)

/** Takes down what the store is told; the line is down for so many calls. */
function aStore(failures = 0) {
  const told: { key: string; place: Point | null }[] = []
  const send = async (key: string, place: Point | null) => {
    told.push({ key, place })
    if (told.length <= failures) throw new Error('no line')
  }
  return { told, send }
}

it('calls at once though nobody answers where the phone is', async () => {
  const { told, send } = aStore()
  const help = useHelp(send, never)
  void help.call()
  await Promise.resolve()
  expect(told.map((one) => one.place)).toEqual([null])
})

it('tells the place once it is known, and calls without one where it never is', async () => {
  const { told, send } = aStore()
  const help = useHelp(send, () => Promise.resolve(HERE))
  await help.call()
  expect(told.map((one) => one.place)).toEqual([null, HERE])
  expect([help.isCalled.value, help.isLocated.value]).toEqual([true, true])

  const lost = useHelp(send, () => Promise.reject(new Error('denied')))
  await lost.call()
  expect(told).toHaveLength(3)
  expect([lost.isCalled.value, lost.isLocated.value]).toEqual([true, false])
})

it('keeps the key over a lost line, wherever the phone has moved to', async () => {
  const { told, send } = aStore(1)
  const help = useHelp(send, () => Promise.resolve(HERE))
  await help.call()
  expect([help.isCalled.value, help.error.value !== null]).toEqual([false, true])
  await help.call()
  expect(told[1]).toEqual(told[0])
  expect(told[2]?.key).not.toBe(told[0]?.key)
})
