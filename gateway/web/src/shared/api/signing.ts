import { learnNow } from '../clock'
import { language } from '../language'
import { Unreachable } from './refusals'

// Pages never see a token: both live in httpOnly cookies. What they can read is the value that writing calls repeat.
/** Said on the window when the API takes nobody as signed in any longer; pages of nobody hear it too. */
export const SESSION_ENDED = 'session-ended'
const CSRF_COOKIE = 'csrf_access_token'
const ENDED = [401, 403] // what the renewal answers once there is nothing left to renew
const REFRESH = '/api/v1/auth/sessions/refresh'
const TRIED_ALONE = ['/api/v1/auth/sessions', REFRESH]

export const csrf = (): string | undefined =>
  document.cookie
    .split('; ')
    .find((cookie) => cookie.startsWith(`${CSRF_COOKIE}=`))
    ?.slice(CSRF_COOKIE.length + 1)

/**
 * `fetch` for the API: signed, in the reader's language; when the short session has run out, renewed and asked again.
 * Where it could not be renewed just now (a busy gateway, no line), that is what went wrong: nobody is signed out by it.
 */
export async function signedFetch(request: Request): Promise<Response> {
  const again = request.clone()
  const before = csrf()
  const answer = await sent(request)
  if (answer.status !== 401 || TRIED_ALONE.includes(new URL(request.url).pathname)) return answer
  if (!before) return over(answer) // it ended in another tab, or its time has run out
  const renewal = await renewed(before)
  if (renewal && !renewal.ok) return ENDED.includes(renewal.status) ? over(answer) : renewal
  const second = await sent(again)
  return second.status === 401 ? over(second) : second
}

function over(answer: Response): Response {
  dispatchEvent(new Event(SESSION_ENDED))
  return answer
}

async function sent(request: Request): Promise<Response> {
  request.headers.set('Accept-Language', language.value)
  const value = csrf()
  if (value && request.method !== 'GET') request.headers.set('X-CSRF-TOKEN', value)
  const answer = await fetch(request).catch((error: unknown) => {
    throw error instanceof DOMException && error.name === 'AbortError' ? error : new Unreachable(error)
  })
  learnNow(answer.headers.get('X-Now'))
  return answer
}

let renewing: Promise<Response | null> | null = null

/**
 * A refresh token is good once, so one renewal at a time: one of all calls of this page and, where the browser has
 * locks (only where it trusts the connection), one of all pages it has open. Null when another page has just done it.
 */
function renewed(before: string): Promise<Response | null> {
  const renew = async () => (csrf() === before ? sent(new Request(REFRESH, { method: 'POST' })) : null)
  renewing ??= (navigator.locks ? navigator.locks.request('session', renew) : renew()).finally(() => (renewing = null))
  return renewing
}
