import { api, got, type Shape } from '@/shared/api/client'
import { refusalOf, Unreachable } from '@/shared/api/refusals'
import { csrf } from '@/shared/api/signing'
import { language } from '@/shared/language'

interface Sending {
  method: 'POST' | 'PUT'
  path: string
  form: FormData
  key: string
  /** 0 to 1. */
  tell: (share: number) => void
}

/**
 * Sends a file and tells how far it is, which `fetch` cannot. Signed like every other call; where the short session
 * has run out meanwhile it is renewed by an ordinary call, and the file is sent once more.
 */
export async function send(sending: Sending): Promise<Shape<'Photo'>> {
  const { status, body } = await once(sending)
  if (status !== 401) return taken(status, body)
  await got(api.GET('/api/v1/me'))
  const again = await once(sending)
  return taken(again.status, again.body)
}

function taken(status: number, body: unknown): Shape<'Photo'> {
  if (status >= 300) throw refusalOf(status, body)
  return body as Shape<'Photo'>
}

function once({ method, path, form, key, tell }: Sending): Promise<{ status: number; body: unknown }> {
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

const recordOf = (visit: string): string => `/api/v1/appointments/${encodeURIComponent(visit)}/service-record`

export function sendPhoto(visit: string, kind: string, file: File, key: string, tell: (share: number) => void) {
  const form = new FormData()
  form.set('kind', kind)
  form.set('file', file)
  return send({ method: 'POST', path: `${recordOf(visit)}/photos`, form, key, tell })
}

export function sendSignature(visit: string, picture: Blob, key: string) {
  const form = new FormData()
  form.set('file', picture, 'signature.png')
  return send({ method: 'PUT', path: `${recordOf(visit)}/signature`, form, key, tell: () => undefined })
}
