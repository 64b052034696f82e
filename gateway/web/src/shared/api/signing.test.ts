import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Unreachable } from './refusals'
import { SESSION_ENDED, signedFetch } from './signing'

vi.mock('../language', () => ({ language: { value: 'en' } }))

// A gateway in a few lines: a session as the cookie tells it, and what the renewal answers.
const REFRESH = '/api/v1/auth/sessions/refresh'
const ended = vi.fn()
let isExpired: boolean
let renewals: number
let renewal: () => Response

const gateway = async (request: Request): Promise<Response> => {
  await Promise.resolve()
  if (new URL(request.url).pathname === REFRESH) {
    renewals += 1
    return renewal()
  }
  return new Response(null, { status: isExpired ? 401 : 200 })
}
const renews = () => {
  isExpired = false
  document.cookie = `csrf_access_token=${renewals}`
  return new Response()
}
const asking = () => signedFetch(new Request('http://shop/api/v1/me'))

beforeEach(() => {
  const window = new EventTarget()
  vi.stubGlobal('dispatchEvent', window.dispatchEvent.bind(window))
  window.addEventListener(SESSION_ENDED, ended)
  const real = Request
  vi.stubGlobal(
    'Request',
    class extends real {
      constructor(input: RequestInfo | URL, init?: RequestInit) {
        super(typeof input === 'string' ? new URL(input, 'http://shop') : input, init)
      }
    },
  )
  vi.stubGlobal('navigator', {}) // plain HTTP: no locks
  vi.stubGlobal('document', { cookie: 'csrf_access_token=first' })
  vi.stubGlobal('fetch', gateway)
  ended.mockClear()
  ;[isExpired, renewals, renewal] = [true, 0, renews]
})
afterEach(() => vi.unstubAllGlobals())

it('renews once for all calls of a page, also where the browser has no locks', async () => {
  const answers = await Promise.all([asking(), asking(), asking()])

  expect(answers.map((one) => one.status)).toEqual([200, 200, 200])
  expect(renewals).toBe(1)
  expect(ended).not.toHaveBeenCalled()
})

it('renews again the next time', async () => {
  await asking()
  isExpired = true
  expect((await asking()).status).toBe(200)
  expect(renewals).toBe(2)
})

it.each([429, 503])('signs nobody out when the renewal answers %i: that is what went wrong', async (status) => {
  renewal = () => new Response(null, { status })
  expect((await asking()).status).toBe(status)
  expect(ended).not.toHaveBeenCalled()
})

it('signs nobody out on a bad line', async () => {
  renewal = () => {
    throw new TypeError('no line')
  }
  await expect(asking()).rejects.toThrow(Unreachable)
  expect(ended).not.toHaveBeenCalled()
})

it.each([401, 403])('tells that the session is over when the renewal answers %i', async (status) => {
  renewal = () => new Response(null, { status })
  expect((await asking()).status).toBe(401)
  expect(ended).toHaveBeenCalled()
})

it('tells that the session is over when its cookies are gone, as after signing out in another tab', async () => {
  document.cookie = ''
  expect((await asking()).status).toBe(401)
  expect(renewals).toBe(0)
  expect(ended).toHaveBeenCalled()
})

it('takes a wrong password for no end of a session', async () => {
  const signingIn = signedFetch(new Request('http://shop/api/v1/auth/sessions', { method: 'POST' }))
  expect((await signingIn).status).toBe(401)
  expect(ended).not.toHaveBeenCalled()
})
