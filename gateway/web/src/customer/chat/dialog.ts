import { onBeforeUnmount, onMounted } from 'vue'

/**
 * A layer over the page while its component lives: what lies behind is inert and does not scroll, Escape and the
 * device's own "back" close it. (Who opened it takes the focus back.)
 */
export function useLayer(close: () => void): { leave: () => void } {
  const behind = document.getElementById('app')
  let isOurs = false // whether the newest entry of the history is ours

  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.isComposing) return
    event.preventDefault()
    close()
  }
  const onBack = (): void => {
    isOurs = false
    close()
  }

  onMounted(() => {
    behind?.setAttribute('inert', '')
    document.documentElement.style.overflow = 'hidden'
    // An entry of its own for the same page: a phone's "back" then closes the layer and nothing else.
    history.pushState({ ...history.state }, '')
    isOurs = true
    addEventListener('keydown', onKey)
    addEventListener('popstate', onBack)
  })
  onBeforeUnmount(() => {
    removeEventListener('keydown', onKey)
    removeEventListener('popstate', onBack)
    behind?.removeAttribute('inert')
    document.documentElement.style.overflow = ''
    if (isOurs) history.back()
  })

  /** Our entry becomes that of the page one goes to. */
  return { leave: () => (isOurs = false) }
}

const CAN_BE_FOCUSED =
  'a[href], button:not([disabled]), input:not([disabled]), textarea:not([disabled]), select:not([disabled]), [tabindex="0"]'

/** Keeps Tab inside the element. */
export function trapTab(event: KeyboardEvent, inside: HTMLElement | null): void {
  const within = [...(inside?.querySelectorAll<HTMLElement>(CAN_BE_FOCUSED) ?? [])]
  const shown = within.filter((element) => element.checkVisibility())
  const [first, last] = [shown[0], shown.at(-1)]
  const here = document.activeElement
  if (event.shiftKey ? here === first || !inside?.contains(here) : here === last) {
    event.preventDefault()
    ;(event.shiftKey ? last : first)?.focus()
  }
}
