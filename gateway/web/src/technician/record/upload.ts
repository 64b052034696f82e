import type { Shape } from '@/shared/api/client'
import { sendFile } from '@/shared/api/sending'

const recordOf = (visit: string): string => `/api/v1/appointments/${encodeURIComponent(visit)}/service-record`

export function sendPhoto(visit: string, kind: string, file: File, key: string, tell: (share: number) => void) {
  const form = new FormData()
  form.set('kind', kind)
  form.set('file', file)
  return sendFile<Shape<'Photo'>>({ method: 'POST', path: `${recordOf(visit)}/photos`, form, key, tell })
}

export function sendSignature(visit: string, picture: Blob, key: string) {
  const form = new FormData()
  form.set('file', picture, 'signature.png')
  return sendFile<Shape<'Photo'>>({
    method: 'PUT',
    path: `${recordOf(visit)}/signature`,
    form,
    key,
    tell: () => undefined,
  })
}
