import { shallowRef } from 'vue'
import { newKey } from './keys'

/**
 * Something a person does once: `run` passes an Idempotency-Key that is kept until it has succeeded, so that trying
 * again after a lost answer does nothing twice. What is sent is passed to `run`: another body under the same key would
 * be refused, so another wish gets another key. While it is under way a second tap does nothing (answers undefined).
 */
export function useAction<Asked extends unknown[], T>(act: (key: string, ...asked: Asked) => Promise<T>) {
  const isRunning = shallowRef(false)
  const error = shallowRef<unknown>(null)
  let key = newKey()
  let said = ''

  async function run(...asked: Asked): Promise<T | undefined> {
    if (isRunning.value) return undefined
    isRunning.value = true
    error.value = null
    if (JSON.stringify(asked) !== said) [key, said] = [newKey(), JSON.stringify(asked)]
    try {
      const answer = await act(key, ...asked)
      said = ''
      return answer
    } catch (problem) {
      error.value = problem
      return undefined
    } finally {
      isRunning.value = false
    }
  }

  return { run, isRunning, error }
}
