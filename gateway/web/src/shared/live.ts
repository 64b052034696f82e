import { onScopeDispose } from 'vue'
import { csrf } from './api/signing'

export type News =
  | 'appointment_changed'
  | 'notification'
  | 'chat_message'
  | 'queue_ticket_changed'
  | 'waitlist_offered'
  | 'home_visit_offered'
  | 'sos_raised'
  | 'free_times_changed'
  | 'leave_request_changed'
type Told = Readonly<Record<string, unknown>>
type Listener = (kind: News | 'resync', data: Told) => void

const KINDS: readonly News[] = [
  'appointment_changed',
  'notification',
  'chat_message',
  'queue_ticket_changed',
  'waitlist_offered',
  'home_visit_offered',
  'sos_raised',
  'free_times_changed',
  'leave_request_changed',
]
const POLL_MS = 15_000
const listeners = new Set<Listener>()
let address = '/api/v1/live'
let source: EventSource | null = null
let polling: ReturnType<typeof setTimeout> | null = null

/**
 * Hears what changes on the server while the component lives: `hear(kind, data)`. News hold ids and states only; fetch
 * what you show. `resync` means that something may have been missed: fetch all of it again. Without a stream (over the
 * cap, offline) a `resync` comes every 15 s, and the stream is tried again.
 */
export function useLive(hear: Listener): void {
  listeners.add(hear)
  open()
  onScopeDispose(() => {
    listeners.delete(hear)
    if (listeners.size === 0) close()
  })
}

/** An application whose people choose times hears when those change; it says so before it listens. */
export function hearFreeTimesToo(): void {
  address = '/api/v1/live?free_times=true'
}

/** Opens the stream anew, as whoever is signed in now. */
export function reopenLive(): void {
  close()
  open()
}

function open(): void {
  if (source || !csrf() || listeners.size === 0) return
  source = new EventSource(address)
  for (const kind of KINDS) source.addEventListener(kind, (event) => tell(kind, JSON.parse(event.data as string)))
  source.addEventListener('resync', () => tell('resync', {}))
  source.addEventListener('bye', () => pollSoon())
  source.addEventListener('error', () => {
    if (source?.readyState === EventSource.CLOSED) pollSoon()
  })
}

function tell(kind: News | 'resync', data: Told): void {
  for (const listener of listeners) listener(kind, data)
}

function pollSoon(): void {
  close()
  polling = setTimeout(() => {
    polling = null
    tell('resync', {}) // what the page asks now also renews a session that has run out
    open()
  }, POLL_MS)
}

function close(): void {
  source?.close()
  source = null
  if (polling) clearTimeout(polling)
  polling = null
}
