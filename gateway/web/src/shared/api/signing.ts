import { learnNow } from '../clock'
import { language } from '../language'
import { Unreachable } from './refusals'

// Pages never see a token: both live in httpOnly cookies. What they can read is the value that writing calls repeat.
/** Said on the window when who was signed in no longer is. */
export const SESSION_ENDED = 'session-ended'
const CSRF_COOKIE = 'csrf_access_token'
const REFRESH = '/api/v1/auth/sessions/refresh'
const TRIED_ALONE = ['/api/v1/auth/sessions', REFRESH]

export const csrf = (): string | undefined =>
  document.cookie
    .split('; ')
    .find((cookie) => cookie.startsWith(`${CSRF_COOKIE}=`))
    ?.slice(CSRF_COOKIE.length + 1)

/** `fetch` for the API: signed, in the reader's language; when the short session has run out, renewed and asked again. */
export async function signedFetch(request: Request): Promise<Response> {
  const again = request.clone()
  const before = csrf()
  const answer = await sent(request)
  const path = new URL(request.url).pathname
  if (answer.status !== 401 || !before || TRIED_ALONE.includes(path)) return answer
  await renewed(before)
  const second = await sent(again)
  if (second.status === 401) dispatchEvent(new Event(SESSION_ENDED))
  return second
}

async function sent(request: Request): Promise<Response> {
  request.headers.set('Accept-Language', language.value)
  const value = csrf()
  if (value && request.method !== 'GET') request.headers.set('X-CSRF-TOKEN', value)
  try {
    const answer = await fetch(request)
    learnNow(answer.headers.get('X-Now'))
    return answer
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new Unreachable(error)
  }
}

/** A refresh token is good once, and a reused one ends the session: so one page at a time, of all this browser has open. */
async function renewed(before: string): Promise<void> {
  const renew = async () => {
    if (csrf() !== before) return // another page has just done it
    await sent(new Request(REFRESH, { method: 'POST' }))
  }
  if (navigator.locks) await navigator.locks.request('session', renew)
  else await renew()
}
