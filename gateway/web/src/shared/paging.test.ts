import { expect, it } from 'vitest'
import { effectScope, ref } from 'vue'
import { usePages } from './paging'

const settled = () => new Promise((resolve) => setTimeout(resolve))
const answer = (items: string[], next_cursor: string | null = null) => ({
  data: { items, next_cursor },
  response: new Response(),
})
function reading(ask: Parameters<typeof usePages<string>>[0], sources: Parameters<typeof usePages>[1] = []) {
  const pages = effectScope().run(() => usePages(ask, sources))
  if (!pages) throw new Error('no scope')
  return pages
}

it('reads on where the last page ended', async () => {
  const pages = reading(async ({ cursor }) => (cursor ? answer(['c']) : answer(['a', 'b'], 'next')))
  await settled()
  expect([pages.items.value, pages.hasMore.value]).toEqual([['a', 'b'], true])
  await pages.more()
  expect([pages.items.value, pages.hasMore.value]).toEqual([['a', 'b', 'c'], false])
})

it('begins anew when what is asked for changes, and lets no old answer in', async () => {
  const asked = ref('old')
  const answers: Record<string, () => void> = {}
  const pages = reading(
    () =>
      new Promise(
        (resolve) =>
          (answers[asked.value] = (
            (word) => () =>
              resolve(answer([word]))
          )(asked.value)),
      ),
    [asked],
  )
  asked.value = 'new'
  await settled()
  answers['new']?.()
  answers['old']?.()
  await settled()
  expect(pages.items.value).toEqual(['new'])
})

it('reads everything for a file, and tells how far it is', async () => {
  const told: number[] = []
  const pages = reading(async ({ cursor }) => (cursor ? answer(['c']) : answer(['a', 'b'], 'next')))
  expect(await pages.all((soFar) => told.push(soFar))).toEqual(['a', 'b', 'c'])
  expect(told).toEqual([2, 3])
})

it('tells what was refused and keeps what it had', async () => {
  let isDown = false
  const pages = reading(async () => {
    if (isDown) throw new Error('no line')
    return answer(['a'])
  })
  await settled()
  isDown = true
  await pages.reload()
  expect([pages.items.value, pages.error.value]).toEqual([['a'], new Error('no line')])
})
