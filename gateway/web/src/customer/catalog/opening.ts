import { api, got } from '@/shared/api/client'
import { addDays, today } from '@/shared/times'
import { cached } from './cached'
import { WEEK_DAYS } from './hours'

// From the day before yesterday: wherever a store is, its last night may go on, and a week of its own follows.
const [BEFORE, DAYS] = [2, WEEK_DAYS + 3]

/** When all stores are open, by id: one question for every page. */
export const openingHours = cached(async () => {
  const query = { from: addDays(today(), -BEFORE), days: DAYS }
  const { items } = await got(api.GET('/api/v1/stores/hours', { params: { query } }))
  return new Map(items.map((one) => [one.store_id, one.days]))
})
