import { onScopeDispose, shallowRef, watchEffect } from 'vue'

/** What the page that is open calls itself; the shell puts it into the window's title. */
export const title = shallowRef('')

export function useTitle(name: () => string | undefined): void {
  const mine = { name: '' }
  watchEffect(() => {
    mine.name = name() ?? ''
    title.value = mine.name
  })
  // The next page has already named itself when this one goes.
  onScopeDispose(() => {
    if (title.value === mine.name) title.value = ''
  })
}
