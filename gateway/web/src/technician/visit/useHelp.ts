import { ref } from 'vue'
import { useAction } from '@/shared/action'
import { whereIAm, type Point } from '@/shared/position'

/**
 * Calling for help: at once, without waiting for where the phone is, since asking for that may take long or stay
 * unanswered. Once it is known the store is told as well, by a call that makes the same alert more urgent.
 */
export function useHelp(
  send: (key: string, place: Point | null) => Promise<unknown>,
  where: () => Promise<Point> = whereIAm,
) {
  const isCalled = ref(false)
  const isLocated = ref(false)
  const calling = useAction((key) => send(key, null).then(() => true))
  const following = useAction((key, place: Point) => send(key, place).then(() => true))

  async function call(): Promise<void> {
    const place = where().catch(() => null)
    if (!(await calling.run())) return
    isCalled.value = true
    const point = await place
    if (point && (await following.run(point))) isLocated.value = true
  }

  return { call, isCalled, isLocated, isCalling: calling.isRunning, error: calling.error }
}
