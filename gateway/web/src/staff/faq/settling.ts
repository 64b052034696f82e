import { computed } from 'vue'
import { useAction } from '@/shared/action'
import { api, got, type Shape } from '@/shared/api/client'

type Answer = Omit<Shape<'AnswerReview'>, 'version'>

/** What the staff make of a question without an answer; each answers true once it is done. */
export function useSettling({ id, version }: Pick<Shape<'Review'>, 'id' | 'version'>) {
  const of = (key: string) => ({ path: { review_id: id }, header: { 'Idempotency-Key': key } })

  const answer = useAction(async (key: string, asked: Answer) => {
    await got(api.POST('/api/v1/chat/reviews/{review_id}/answer', { params: of(key), body: { ...asked, version } }))
    return true
  })
  const learn = useAction(async (key: string, intent: string, text: string) => {
    const body = { version, intent, text }
    await got(api.POST('/api/v1/chat/reviews/{review_id}/learn', { params: of(key), body }))
    return true
  })
  const dismissing = useAction(async (key: string, body: Shape<'OfVersion'>) => {
    await got(api.POST('/api/v1/chat/reviews/{review_id}/dismiss', { params: of(key), body }))
    return true
  })
  const dismiss = { ...dismissing, run: () => dismissing.run({ version }) }

  return {
    ...{ answer, learn, dismiss },
    error: computed(() => answer.error.value ?? learn.error.value ?? dismiss.error.value),
    isRunning: computed(() => answer.isRunning.value || learn.isRunning.value),
  }
}
