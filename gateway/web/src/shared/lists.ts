import { got, type Answer } from './api/answers'

const MOST_PER_PAGE = 100

export interface Page<T> {
  items: T[]
  next_cursor?: string | null
}
type Query = { cursor?: string; limit: number }
type Asked<T> = Promise<Answer<Page<T>>>

/** Everything of a list that comes in pages: `allOf((query) => api.GET('/api/v1/stores', { params: { query } }))`. */
export async function allOf<T>(
  ask: (query: Query) => Asked<T>,
  tell: (soFar: number) => void = () => {},
): Promise<T[]> {
  const all: T[] = []
  for (let cursor: string | null | undefined = null; ;) {
    const page: Page<T> = await got(ask({ limit: MOST_PER_PAGE, ...(cursor ? { cursor } : {}) }))
    all.push(...page.items)
    tell(all.length)
    cursor = page.next_cursor
    if (!cursor) return all
  }
}
