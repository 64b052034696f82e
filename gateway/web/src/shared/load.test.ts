import { expect, it } from 'vitest'
import { effectScope, nextTick, ref } from 'vue'
import { useLoaded } from './load'

it('never lets an older answer replace a newer one', async () => {
  const answers: Record<string, (value: string) => void> = {}
  const asked = ref('old')
  const loaded = effectScope().run(() =>
    useLoaded(() => new Promise<string>((resolve) => (answers[asked.value] = resolve)), [asked]),
  )
  asked.value = 'new'
  await nextTick()

  answers['new']?.('new')
  await nextTick()
  answers['old']?.('old')
  await nextTick()

  expect(loaded?.data.value).toBe('new')
})
