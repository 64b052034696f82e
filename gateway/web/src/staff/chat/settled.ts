import { onScopeDispose, ref, watch, type Ref } from 'vue'

/** What was typed, once the typing has paused. */
export function useSettled(typed: Ref<string>, pauseMs = 300): Ref<string> {
  const settled = ref(typed.value.trim())
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(typed, (text) => {
    clearTimeout(timer)
    timer = setTimeout(() => (settled.value = text.trim()), pauseMs)
  })
  onScopeDispose(() => clearTimeout(timer))
  return settled
}
