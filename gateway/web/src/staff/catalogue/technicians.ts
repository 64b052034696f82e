import { api, got, type Shape } from '@/shared/api/client'
import type { Doors } from './editor'
import { keyed, ofVersion, orNull, without } from './values'

export type Technician = Shape<'Technician'>

const formOf = (one: Technician) => ({
  slug: one.slug,
  name: one.name,
  call: one.call ?? '',
  gender: (one.gender ?? 'female') as string,
  level: one.level,
  years: one.years ?? 0,
  skills: [...one.skills],
  specialities: [...(one.specialities ?? [])],
  bio: one.bio ?? '',
  certified: one.certified ?? false,
  stores: one.stores.map(String),
  home_visits: one.home_visits ?? false,
  lng: one.home_base?.lng ?? null,
  lat: one.home_base?.lat ?? null,
  strength: (one.strength ?? 'medium') as string,
})
export type TechnicianForm = ReturnType<typeof formOf>
const blankIn = (store: string): TechnicianForm => ({
  ...{ slug: '', name: '', call: '', gender: 'female', level: 1, years: 0, skills: [], specialities: [], bio: '' },
  ...{ certified: false, stores: [store], home_visits: false, lng: null, lat: null, strength: 'medium' },
})
/** Certificates are the platform's to look at; others send nothing of them. */
function body(form: TechnicianForm, certifies: boolean) {
  const { lng, lat, certified, ...same } = without(form, 'slug')
  const base = lng === null || lat === null ? null : { lng, lat }
  const seen = certifies ? { certified } : {}
  return { ...same, ...seen, call: orNull(form.call), bio: orNull(form.bio), home_base: base }
}

const ONE = '/api/v1/technicians/{technician_id}'
const path = (technician_id: string) => ({ technician_id })
/** A new one begins in `storeId`. */
export const technicianDoors = (storeId: () => string, certifies: boolean): Doors<Technician, TechnicianForm> => ({
  blank: () => blankIn(storeId()),
  formOf,
  read: (id) => got(api.GET(ONE, { params: { path: path(id) } })),
  create: (form, key) =>
    got(api.POST('/api/v1/technicians', { params: keyed(key), body: { ...body(form, certifies), slug: form.slug } })),
  update: ({ id }, version, form, key) =>
    got(api.PATCH(ONE, { params: { path: path(id), ...keyed(key) }, body: { ...body(form, certifies), version } })),
  remove: (row, key) => got(api.DELETE(ONE, { params: { path: path(row.id), query: ofVersion(row), ...keyed(key) } })),
})
