import createClient from 'openapi-fetch'
import { refusalOf } from './refusals'
import type { components, paths } from './schema'
import { signedFetch } from './signing'

/** The typed client of the gateway; paths as in the OpenAPI document. */
export const api = createClient<paths>({ baseUrl: location.origin, fetch: signedFetch })

/** A shape of the OpenAPI document by its name. */
export type Shape<Name extends keyof components['schemas']> = components['schemas'][Name]

interface Answer<T> {
  data?: T
  error?: unknown
  response: Response
}

/** What was asked for; throws `Refused` for a problem, `Unreachable` when there was no answer. */
export async function got<T>(asked: Promise<Answer<T>>): Promise<NonNullable<T>> {
  const { data, error, response } = await asked
  if (!response.ok) throw refusalOf(response.status, error)
  return data as NonNullable<T>
}
