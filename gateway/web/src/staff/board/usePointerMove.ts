import { onScopeDispose, ref, type Ref } from 'vue'
import type { Block } from './day'
import { canMove, snapped } from './moving'
import type { Moving } from './useMove'

const THRESHOLD_PX = 5
const EDGE_PX = 48
const SCROLL_PX = 14

/** Taking hold of a visit with mouse or pen and carrying it over the lanes; a finger scrolls, and uses the dialog. */
export function usePointerMove(
  frame: Ref<HTMLElement | null>,
  moving: Moving,
  scale: { perMinute: () => number; from: () => number },
) {
  const isDragging = ref(false)
  let block: Block | null = null
  let [x, y, grabbed] = [0, 0, 0]
  let ticking = 0

  function press(event: PointerEvent, pressed: Block): void {
    if (event.button !== 0 || event.pointerType === 'touch' || !canMove(pressed) || moving.move.value) return
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect()
    block = pressed
    ;[x, y, grabbed] = [event.clientX, event.clientY, (event.clientX - box.left) / scale.perMinute()]
    addEventListener('pointermove', follow)
    addEventListener('pointerup', release)
    addEventListener('pointercancel', abandon)
    addEventListener('keydown', hearEscape, true)
  }

  function follow(event: PointerEvent): void {
    const far = Math.hypot(event.clientX - x, event.clientY - y) > THRESHOLD_PX
    if (!block || (!isDragging.value && !far)) return
    if (!isDragging.value) {
      isDragging.value = true
      moving.begin(block)
      ticking = requestAnimationFrame(tick)
    }
    ;[x, y] = [event.clientX, event.clientY]
    point()
  }

  /** Aims at what lies under the pointer: the nearest lane the visit may go to. */
  function point(): void {
    const tracks = [...(frame.value?.querySelectorAll<HTMLElement>('[data-lane]') ?? [])]
    const boxes = tracks
      .filter((track) => moving.lanes.value.includes(track.dataset['lane'] ?? ''))
      .map((track) => ({ laneId: track.dataset['lane'] ?? '', box: track.getBoundingClientRect() }))
      .toSorted((a, b) => distance(a.box) - distance(b.box))
    const nearest = boxes[0]
    if (!nearest) return
    const minutes = scale.from() + (x - nearest.box.left) / scale.perMinute() - grabbed
    const at = { laneId: nearest.laneId, start: minutes }
    moving.aim({ ...at, start: snapped(minutes, moving.offeredAt(at)) })
  }
  const distance = (box: DOMRect) => (y < box.top ? box.top - y : y > box.bottom ? y - box.bottom : 0)

  /** Near an edge of the frame the board moves on by itself. */
  function tick(): void {
    const box = frame.value?.getBoundingClientRect()
    if (box && frame.value) {
      const names = frame.value.querySelector('.name')?.clientWidth ?? 0
      const [left, top] = [frame.value.scrollLeft, frame.value.scrollTop]
      if (x > box.right - EDGE_PX) frame.value.scrollLeft += SCROLL_PX
      if (x < box.left + names + EDGE_PX) frame.value.scrollLeft -= SCROLL_PX
      if (y > box.bottom - EDGE_PX) frame.value.scrollTop += SCROLL_PX
      if (y < box.top + EDGE_PX) frame.value.scrollTop -= SCROLL_PX
      if (frame.value.scrollLeft !== left || frame.value.scrollTop !== top) point()
    }
    ticking = requestAnimationFrame(tick)
  }

  function release(): void {
    const current = moving.move.value
    const wasDragging = isDragging.value
    letGo()
    if (!wasDragging || !current) return
    swallowClick()
    const isBack = current.to.laneId === current.block.laneId && current.to.start === current.block.start
    if (isBack) moving.cancel()
    else moving.drop()
  }
  function abandon(): void {
    const wasDragging = isDragging.value
    letGo()
    if (wasDragging) moving.cancel()
  }
  function hearEscape(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    if (isDragging.value) addEventListener('pointerup', swallowClick, { once: true })
    abandon()
  }

  /** The click that ends a drag, dropped or let be, opens nothing. */
  function swallowClick(): void {
    addEventListener('click', swallow, { capture: true, once: true })
    setTimeout(() => removeEventListener('click', swallow, true))
  }
  const swallow = (event: Event) => event.stopPropagation()

  function letGo(): void {
    isDragging.value = false
    block = null
    cancelAnimationFrame(ticking)
    removeEventListener('pointermove', follow)
    removeEventListener('pointerup', release)
    removeEventListener('pointercancel', abandon)
    removeEventListener('keydown', hearEscape, true)
  }
  onScopeDispose(letGo)
  return { press, isDragging }
}
