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
/** Whether a browser that waits for a tap before any sound has had it. */
export const isReady = ref(false)

let context: AudioContext | null = null

async function getReady(): Promise<void> {
  context ??= new AudioContext()
  await context.resume()
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
export function ring(): void {
  // Without a tap so far the browser would refuse, and say so in its console.
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(SHAKES_MS)
  if (isSoundOn.value && isReady.value) play()
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
