import { api, got, type Shape } from '@/shared/api/client'
import { allOf } from '@/shared/lists'
import type { Doors } from './editor'
import { keyed, ofVersion } from './values'

export type Resource = Shape<'Resource'>
export const RESOURCE_KINDS = ['bed', 'device'] as const

const formOf = (one: Resource) => ({
  kind: one.kind,
  name: one.name,
  units: one.units,
  treatments: [...(one.treatments ?? [])],
})
export type ResourceForm = ReturnType<typeof formOf>
const blank = (): ResourceForm => ({ kind: 'bed', name: '', units: 1, treatments: [] })
const body = (form: ResourceForm) => ({
  ...form,
  kind: form.kind as (typeof RESOURCE_KINDS)[number],
  treatments: form.treatments.length ? form.treatments : null,
})

const ALL = '/api/v1/stores/{store_id}/resources'
const ONE = '/api/v1/stores/{store_id}/resources/{resource_id}'
export const resourcesOf = (store_id: string) => (query: { cursor?: string; limit: number }) =>
  api.GET(ALL, { params: { path: { store_id }, query } })

/** Beds and devices of a store; `gone` hears that the one that is being written is no longer there. */
export function resourceDoors(storeId: () => string, gone: () => unknown): Doors<Resource, ResourceForm> {
  const path = (resource_id: string) => ({ store_id: storeId(), resource_id })
  return {
    blank,
    formOf,
    // There is no door to one alone: the store's list is short.
    read: async (id) => {
      const found = (await allOf(resourcesOf(storeId()))).find((one) => one.id === id)
      if (!found) await gone()
      return found ?? { id, ...blank() }
    },
    create: (form, key) =>
      got(api.POST(ALL, { params: { path: { store_id: storeId() }, ...keyed(key) }, body: body(form) })),
    update: ({ id }, version, form, key) =>
      got(api.PATCH(ONE, { params: { path: path(id), ...keyed(key) }, body: { ...body(form), version } })),
    remove: (row, key) =>
      got(api.DELETE(ONE, { params: { path: path(row.id), query: ofVersion(row), ...keyed(key) } })),
  }
}
