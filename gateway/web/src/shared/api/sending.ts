import { language } from '../language'
import { api, got } from './client'
import { refusalOf, Unreachable } from './refusals'
import { csrf } from './signing'

interface Sending {
  method: 'POST' | 'PUT'
  path: string
  form: FormData
  key: string
  /** 0 to 1. */
  tell: (share: number) => void
}

interface Told {
  status: number
  body: unknown
}

/**
 * Sends a file and tells how far it is, which `fetch` cannot. Signed like every other call; where the short session
 * has run out meanwhile it is renewed by an ordinary call, and the file is sent once more.
 */
export async function sendFile<T>(sending: Sending): Promise<T> {
  const first = await once(sending)
  if (first.status !== 401) return taken<T>(first)
  await got(api.GET('/api/v1/me'))
  return taken<T>(await once(sending))
}

function taken<T>({ status, body }: Told): T {
  if (status >= 300) throw refusalOf(status, body)
  return body as T
}

function once({ method, path, form, key, tell }: Sending): Promise<Told> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(method, path)
    request.responseType = 'json'
    request.setRequestHeader('Accept-Language', language.value)
    request.setRequestHeader('Idempotency-Key', key)
    request.setRequestHeader('X-CSRF-TOKEN', csrf() ?? '')
    request.upload.onprogress = ({ loaded, total }) => tell(total > 0 ? loaded / total : 0)
    request.onload = () => resolve({ status: request.status, body: request.response })
    request.onerror = () => reject(new Unreachable())
    request.send(form)
  })
}
