import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope, type EffectScope } from 'vue'

const { GET } = vi.hoisted(() => ({ GET: vi.fn() }))
vi.mock('./language', () => ({ language: { value: 'en' } }))
vi.mock('./api/client', () => ({ api: { GET } }))

class Stream extends EventTarget {
  static readonly CLOSED = 2
  static all: Stream[] = []
  readyState = 1
  constructor(readonly url: string) {
    super()
    Stream.all.push(this)
  }
  close(): void {
    this.readyState = Stream.CLOSED
  }
  says(kind: string, lastEventId: string): void {
    this.dispatchEvent(new MessageEvent(kind, { data: '{}', lastEventId }))
  }
  isRefused(): void {
    this.close()
    this.dispatchEvent(new Event('error'))
  }
}

const heard: string[] = []
let scope: EffectScope

beforeEach(async () => {
  vi.resetModules()
  vi.useFakeTimers()
  vi.stubGlobal('EventSource', Stream)
  vi.stubGlobal('document', { cookie: 'csrf_access_token=first' })
  vi.stubGlobal('location', { origin: 'http://shop' })
  ;[Stream.all, heard.length] = [[], 0]
  GET.mockReset().mockResolvedValue({ response: new Response() })
  const { useLive } = await import('./live')
  scope = effectScope()
  scope.run(() => useLive((kind) => heard.push(kind)))
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})
const settled = () => vi.advanceTimersByTimeAsync(0)

it('goes on at once where it stood when the token ends, the session renewed first', async () => {
  Stream.all[0]!.says('notification', 'e-7')
  Stream.all[0]!.says('bye', 'e-9')
  expect(Stream.all).toHaveLength(1)
  await settled()

  expect(GET).toHaveBeenCalledOnce()
  expect(Stream.all.map((one) => one.url)).toEqual([
    'http://shop/api/v1/live',
    'http://shop/api/v1/live?last_event_id=e-9',
  ])
  expect(heard).toEqual(['notification'])
})

it('goes on at once when it was refused for a token that has been renewed', async () => {
  GET.mockImplementation(async () => {
    document.cookie = 'csrf_access_token=second'
    return { response: new Response() }
  })
  Stream.all[0]!.isRefused()
  await settled()
  expect(Stream.all).toHaveLength(2)
})

it('waits for a place where there is none, and has everything fetched meanwhile', async () => {
  Stream.all[0]!.isRefused()
  await vi.advanceTimersByTimeAsync(14_000)
  expect(Stream.all).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(2_000)
  expect(heard).toEqual(['resync'])
  expect(Stream.all).toHaveLength(2)
})

it('waits for the line', async () => {
  GET.mockRejectedValue(new Error('no line'))
  Stream.all[0]!.says('bye', 'e-9')
  await vi.advanceTimersByTimeAsync(14_000)
  expect(Stream.all).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(2_000)
  expect(Stream.all).toHaveLength(2)
})

it('stays closed once nobody is signed in', async () => {
  GET.mockImplementation(async () => {
    document.cookie = ''
    return { response: new Response(null, { status: 401 }) }
  })
  Stream.all[0]!.says('bye', 'e-9')
  await vi.advanceTimersByTimeAsync(60_000)
  expect(Stream.all).toHaveLength(1)
})
