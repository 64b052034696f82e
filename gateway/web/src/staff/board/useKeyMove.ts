import { computed, ref } from 'vue'
import type { Block, Lane } from './day'
import { canMove, neighbour, stepped } from './moving'
import type { Moving } from './useMove'

const ARROWS = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']

/**
 * The board by keys. Arrows go from visit to visit, of which one is a stop of the Tab key; M takes hold of a visit, then
 * arrows carry it, Enter drops it and Escape lets it be.
 */
export function useKeyMove(lanes: () => readonly Lane[], moving: Moving, focusOn: (key: string) => void) {
  const focused = ref('')
  const keys = computed(() => lanes().flatMap((lane) => lane.blocks.map((block) => block.key)))
  const stop = computed(() => (keys.value.includes(focused.value) ? focused.value : keys.value[0]))

  function hear(event: KeyboardEvent, block: Block): void {
    const held = moving.move.value
    const isHandled = held ? hearHeld(event.key) : hearFree(event.key, block)
    if (!isHandled) return
    event.preventDefault()
    event.stopPropagation()
  }

  function hearFree(key: string, block: Block): boolean {
    if (key === 'm' || key === 'M') {
      if (canMove(block)) moving.begin(block)
      return true
    }
    if (!ARROWS.includes(key)) return false
    const next = neighbour([...lanes()], block, key)
    if (next) {
      focused.value = next.key
      focusOn(next.key)
    }
    return true
  }

  function hearHeld(key: string): boolean {
    const held = moving.move.value
    if (!held || held.isDropped) return false
    if (key === 'Escape') moving.cancel()
    else if (key === 'Enter') moving.drop()
    else if (ARROWS.includes(key)) carry(key)
    else return key !== 'Tab'
    return true
  }

  function carry(key: string): void {
    const held = moving.move.value
    if (!held) return
    if (key === 'ArrowLeft' || key === 'ArrowRight') {
      const start = stepped(held.to.start, key === 'ArrowRight' ? 1 : -1, moving.offeredAt(held.to))
      return moving.aim({ ...held.to, start })
    }
    const at = moving.lanes.value.indexOf(held.to.laneId)
    const laneId = moving.lanes.value[at + (key === 'ArrowDown' ? 1 : -1)]
    if (laneId) moving.aim({ ...held.to, laneId })
  }

  return { focused, stop, hear }
}
