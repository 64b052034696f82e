import { expect, it } from 'vitest'
import { useAction } from './action'

it('keeps its key over a retry, takes another for another wish and after success', async () => {
  const keys: string[] = []
  let isDown = true
  const { run, error } = useAction(async (key: string, wish: string) => {
    keys.push(key)
    if (isDown) throw new Error('no line')
    return wish
  })

  await run('ten')
  expect(error.value).toBeInstanceOf(Error)
  isDown = false
  expect(await run('ten')).toBe('ten')
  await run('ten')
  await run('eleven')

  expect(keys[1]).toBe(keys[0])
  expect(new Set(keys).size).toBe(3)
})

it('does nothing twice while it is under way', async () => {
  let times = 0
  const { run } = useAction(async () => {
    times += 1
    await Promise.resolve()
  })
  await Promise.all([run(), run()])
  expect(times).toBe(1)
})
