import createClient from 'openapi-fetch'
import type { components, paths } from './schema'
import { signedFetch } from './signing'

export { got } from './answers'

/** The typed client of the gateway; paths as in the OpenAPI document. */
export const api = createClient<paths>({ baseUrl: location.origin, fetch: signedFetch })

/** A shape of the OpenAPI document by its name. */
export type Shape<Name extends keyof components['schemas']> = components['schemas'][Name]
