import type { Ref } from 'vue'

/**
 * Arrow keys among the buttons of a group, so that Tab passes it in one step: left and right along, up and down to the
 * nearest in the next line, Home and End to the ends. Give `tabindex="0"` to one of the buttons, `-1` to the others.
 */
export function useRoving(group: Ref<HTMLElement | null>, focused?: (button: HTMLElement) => void) {
  function rove(event: KeyboardEvent): void {
    const buttons = [...(group.value?.querySelectorAll<HTMLElement>('button:not(:disabled)') ?? [])]
    const current = buttons.indexOf(document.activeElement as HTMLElement)
    const next = target(event.key, buttons, current)
    if (!next) return
    event.preventDefault()
    buttons.forEach((button) => (button.tabIndex = button === next ? 0 : -1))
    next.focus()
    focused?.(next)
  }
  return rove
}

function target(key: string, buttons: HTMLElement[], current: number): HTMLElement | undefined {
  if (current < 0) return undefined
  if (key === 'ArrowRight') return buttons[current + 1]
  if (key === 'ArrowLeft') return buttons[current - 1]
  if (key === 'Home') return buttons[0]
  if (key === 'End') return buttons.at(-1)
  if (key === 'ArrowDown') return inNextLine(buttons.slice(current + 1), buttons[current])
  if (key === 'ArrowUp') return inNextLine(buttons.slice(0, current).reverse(), buttons[current])
  return undefined
}

/** Of the first line that is not one's own, the one that stands nearest above or below. */
function inNextLine(ahead: HTMLElement[], from: HTMLElement | undefined): HTMLElement | undefined {
  if (!from) return undefined
  const { top, left } = from.getBoundingClientRect()
  const places = ahead.map((button) => ({ button, box: button.getBoundingClientRect() }))
  const line = places.find(({ box }) => Math.abs(box.top - top) > 4)?.box.top
  const inLine = places.filter(({ box }) => line !== undefined && Math.abs(box.top - line) <= 4)
  return inLine.sort((a, b) => Math.abs(a.box.left - left) - Math.abs(b.box.left - left))[0]?.button
}
