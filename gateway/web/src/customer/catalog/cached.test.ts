import { expect, test } from 'vitest'
import { cached } from './cached'

test('what was answered is not asked for again', async () => {
  let asked = 0
  const ask = cached(async () => ++asked)

  expect([await ask(), await ask()]).toEqual([1, 1])
})

test('what is too old is asked for again', async () => {
  let asked = 0
  const ask = cached(async () => ++asked, 0)

  expect([await ask(), await ask()]).toEqual([1, 2])
})

test('a failure is not kept', async () => {
  let asked = 0
  const ask = cached(async () => {
    if (++asked === 1) throw new Error('away')
    return asked
  })

  await expect(ask()).rejects.toThrow('away')
  expect(await ask()).toBe(2)
})
