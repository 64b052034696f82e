import { api, got, type Shape } from '@/shared/api/client'
import { Refused } from '@/shared/api/refusals'
import { allOf } from '@/shared/lists'
import { cached } from './cached'

export type Store = Shape<'Store'>
export type Treatment = Shape<'Treatment'>
export type Technician = Shape<'Technician'>

interface Entry {
  id: string
  slug: string
}

/** The shop's stores and treatments are few and change rarely: all of them are asked for once. */
export const allStores = cached(() => allOf((query) => api.GET('/api/v1/stores', { params: { query } })))
export const allTreatments = cached(() => allOf((query) => api.GET('/api/v1/treatments', { params: { query } })))
export const allTechnicians = cached(() => allOf((query) => api.GET('/api/v1/technicians', { params: { query } })))

export async function technicianOf(key: string): Promise<Technician> {
  const path = { technician_id: key }
  const known = await allTechnicians()
  return find(known, key) ?? got(api.GET('/api/v1/technicians/{technician_id}', { params: { path } }))
}

export async function storeOf(key: string): Promise<Store> {
  const known = await allStores()
  return find(known, key) ?? got(api.GET('/api/v1/stores/{store_id}', { params: { path: { store_id: key } } }))
}

export async function treatmentOf(key: string): Promise<Treatment> {
  const path = { treatment_id: key }
  const known = await allTreatments()
  return find(known, key) ?? got(api.GET('/api/v1/treatments/{treatment_id}', { params: { path } }))
}

/** Addresses of pages may hold ids or slugs. */
export const find = <T extends Entry>(entries: readonly T[], key: string): T | undefined =>
  entries.find((entry) => entry.id === key || entry.slug === key)

export const isNotFound = (error: unknown): boolean => error instanceof Refused && error.status === 404

/** Treatments this technician may give: a skill for the category, and the level it asks for. */
export const givenBy = (technician: Technician, treatments: readonly Treatment[]): Treatment[] =>
  treatments.filter(
    (treatment) => technician.skills.includes(treatment.category) && technician.level >= (treatment.level ?? 1),
  )

/** In the shop's own order of categories. */
export function byCategory(treatments: readonly Treatment[]): [string, Treatment[]][] {
  const groups = new Map<string, Treatment[]>()
  for (const treatment of treatments) {
    groups.set(treatment.category, [...(groups.get(treatment.category) ?? []), treatment])
  }
  return [...groups]
}
