import { ref } from 'vue'
import { remember, remembered } from '@/shared/remembered'

const KEPT = 'technician.sound'
const TUNE: readonly (readonly [hertz: number, atSeconds: number])[] = [
  [880, 0],
  [1175, 0.18],
  [1568, 0.36],
]
const NOTE_SECONDS = 0.16
const SHAKES_MS = [250, 120, 250]

/** Whether new orders may be heard, as chosen on this device. */
export const isSoundOn = ref(remembered(KEPT) !== 'off')
/** Whether the page can be heard: browsers wait for a tap, and phones take the sound away for calls and in the background. */
export const isReady = ref(false)

/** A tune that could begin only later than this says nothing any more: the next one does. */
const SOON_MS = 2000
let context: AudioContext | null = null

function made(): AudioContext {
  const fresh = new AudioContext()
  fresh.onstatechange = () => (isReady.value = fresh.state === 'running')
  return fresh
}

async function getReady(): Promise<void> {
  context ??= made()
  await context.resume().catch(() => undefined) // without a tap it is refused: the hint stays
  isReady.value = context.state === 'running'
}

/** Browsers let a page sound only after a tap: the first one anywhere, the one that signs in too, is taken for that. */
export function awaitTap(): void {
  // Not when the finger comes down: the hint about it goes then, and what is under the finger would move away.
  document.addEventListener('click', () => {
    if (isSoundOn.value && !isReady.value) void getReady()
  })
}

export async function turnSound(on: boolean): Promise<void> {
  remember(KEPT, on ? 'on' : 'off')
  isSoundOn.value = on
  if (!on) return
  await getReady()
  play()
}

/** Tells of a new order: heard where sound is on, felt where the phone can shake. */
export async function ring(): Promise<void> {
  // Without a tap so far the browser would refuse, and say so in its console.
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(SHAKES_MS)
  if (!isSoundOn.value || !context) return
  const asked = performance.now()
  if (context.state !== 'running') await getReady()
  if (performance.now() - asked < SOON_MS) play()
}

function play(): void {
  if (context?.state !== 'running') return
  for (const [hertz, after] of TUNE) {
    const begins = context.currentTime + after
    const note = new OscillatorNode(context, { frequency: hertz, type: 'triangle' })
    const loudness = new GainNode(context, { gain: 0 })
    loudness.gain.linearRampToValueAtTime(0.5, begins + 0.02)
    loudness.gain.linearRampToValueAtTime(0, begins + NOTE_SECONDS)
    note.connect(loudness).connect(context.destination)
    note.start(begins)
    note.stop(begins + NOTE_SECONDS)
  }
}
