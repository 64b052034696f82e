import { onScopeDispose } from 'vue'
import { api } from './api/client'
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
/** Where we stand: a stream that is opened anew goes on after it, so that nothing is missed in between. */
let lastId = ''

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
    if (listeners.size === 0) closeLive()
  })
}

/** An application whose people choose times hears when those change; it says so before it listens. */
export function hearFreeTimesToo(): void {
  address = '/api/v1/live?free_times=true'
}

/** Opens the stream anew, as whoever is signed in now. */
export function reopenLive(): void {
  closeLive()
  lastId = ''
  open()
}

function open(): void {
  const signed = csrf()
  if (source || !signed || listeners.size === 0) return
  const opened = (source = new EventSource(addressAfter(lastId)))
  const hear = (kind: News | 'resync') => (event: MessageEvent<string>) => {
    lastId = event.lastEventId
    tell(kind, JSON.parse(event.data) as Told)
  }
  for (const kind of KINDS) opened.addEventListener(kind, hear(kind))
  opened.addEventListener('resync', hear('resync'))
  opened.addEventListener('bye', (event: MessageEvent<string>) => {
    lastId = event.lastEventId
    void goOn(opened)
  })
  opened.addEventListener('error', () => {
    if (opened.readyState === EventSource.CLOSED) void goOn(opened, signed)
  })
}

function addressAfter(id: string): string {
  const asked = new URL(address, location.origin)
  if (id) asked.searchParams.set('last_event_id', id)
  return asked.href
}

function tell(kind: News | 'resync', data: Told): void {
  for (const listener of listeners) listener(kind, data)
}

/**
 * The stream has ended: most often with the access token, so any call comes first, which renews it. One that was refused
 * although it was well `signed` has no place just now; that, and a lost line, want patience.
 */
async function goOn(ended: EventSource, signed?: string): Promise<void> {
  ended.close()
  if (source !== ended) return
  source = null
  if (!(await isAnswered()) || csrf() === signed) return pollSoon()
  open()
}

async function isAnswered(): Promise<boolean> {
  try {
    return (await api.GET('/api/v1/me')).response.ok
  } catch {
    return false
  }
}

function pollSoon(): void {
  if (source || polling || listeners.size === 0) return
  polling = setTimeout(async () => {
    if (!csrf()) return closeLive() // who signs in opens it
    await isAnswered() // renews a session that has run out before all that is shown is asked for at once
    polling = null
    tell('resync', {})
    open()
  }, POLL_MS)
}

/** Hears nothing until it is opened anew. */
export function closeLive(): void {
  source?.close()
  source = null
  if (polling) clearTimeout(polling)
  polling = null
}
