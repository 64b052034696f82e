import { beforeEach, expect, it, vi } from 'vitest'

type Alarm = typeof import('./alarm')
let sounds: FakeContext[]
let notes: number

/** As a phone's: silent until a tap, and again after a call has interrupted it. */
class FakeContext {
  state = 'suspended'
  currentTime = 0
  mayResume = true
  onstatechange: (() => void) | null = null
  constructor() {
    sounds.push(this)
  }
  resume(): Promise<void> {
    if (!this.mayResume) return Promise.reject(new Error('interrupted'))
    this.become('running')
    return Promise.resolve()
  }
  become(state: string): void {
    this.state = state
    this.onstatechange?.()
  }
}
class FakeNode {
  gain = { linearRampToValueAtTime: () => undefined }
  connect = () => this
  start = () => (notes += 1)
  stop = () => undefined
}

let alarm: Alarm
beforeEach(async () => {
  ;[sounds, notes] = [[], 0]
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined })
  vi.stubGlobal('navigator', {})
  vi.stubGlobal('AudioContext', FakeContext)
  vi.stubGlobal('OscillatorNode', FakeNode)
  vi.stubGlobal('GainNode', FakeNode)
  vi.resetModules()
  alarm = await import('./alarm')
  await alarm.turnSound(true)
  notes = 0
})

it('says when the phone has taken the sound away, and when it is back', () => {
  expect(alarm.isReady.value).toBe(true)
  sounds[0]?.become('interrupted')
  expect(alarm.isReady.value).toBe(false)
  sounds[0]?.become('running')
  expect(alarm.isReady.value).toBe(true)
})

it('tries to be heard again before it rings', async () => {
  sounds[0]?.become('suspended')
  await alarm.ring()
  expect([notes, alarm.isReady.value]).toEqual([3, true])
})

it('stays silent where it is not let, and knows it', async () => {
  const sound = sounds[0] as FakeContext
  sound.mayResume = false
  sound.become('interrupted')
  await alarm.ring()
  expect([notes, alarm.isReady.value]).toEqual([0, false])
})
