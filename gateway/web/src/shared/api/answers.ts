import { refusalOf } from './refusals'

export interface Answer<T> {
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
