import { api, got } from '@/shared/api/client'
import { allOf } from '@/shared/lists'
import type { Technician } from '../catalog/catalog'
import { earliest, type NextFree } from './earliest'

// Each store is one question; who looks at a whole chain chooses a store first.
const MOST_STORES = 6

/** When each of these technicians is free next, at any of their stores; who is not in the answer is not known of. */
export async function nextFree(
  technicians: readonly Technician[],
  storeId: string | undefined,
  treatmentId: string | undefined,
): Promise<NextFree> {
  const stores = storeId ? [storeId] : [...new Set(technicians.flatMap((one) => one.stores as string[]))]
  if (stores.length > MOST_STORES) return new Map()
  const answers = await Promise.all(stores.map((store) => askedOf(store, treatmentId)))
  return earliest(answers.flat())
}

async function askedOf(store_id: string, treatment_id: string | undefined) {
  const query = { store_id, ...(treatment_id && { treatment_id }) }
  return (await got(api.GET('/api/v1/availability/next', { params: { query } }))).items
}

export const everyTechnician = (asked: Record<string, string>) =>
  allOf((query) => api.GET('/api/v1/technicians', { params: { query: { ...query, ...asked } } }))
