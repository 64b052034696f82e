import { api, got, type Shape } from '@/shared/api/client'
import type { Doors } from './editor'
import { keyed, ofVersion, orNull, without } from './values'

export type Store = Shape<'Store'>

const formOf = (one: Store) => ({
  slug: one.slug,
  name: one.name,
  name_en: one.name_en ?? '',
  aliases: [...(one.aliases ?? [])],
  address: one.address,
  lng: one.lng as number | null,
  lat: one.lat as number | null,
  phone: one.phone ?? '',
  timezone: one.timezone,
  parking: one.parking ?? '',
  metro: one.metro ?? '',
  opening_hours: one.opening_hours,
  closures: [...(one.closures ?? [])],
})
export type StoreForm = ReturnType<typeof formOf>
const blank = (): StoreForm => ({
  ...{ slug: '', name: '', name_en: '', aliases: [], address: '', lng: null, lat: null, phone: '' },
  ...{ timezone: 'Asia/Shanghai', parking: '', metro: '', opening_hours: {}, closures: [] },
})
function body(form: StoreForm) {
  const { lng, lat, ...same } = without(form, 'slug')
  const point = { ...(lng === null ? {} : { lng }), ...(lat === null ? {} : { lat }) }
  return { ...same, ...point, name_en: orNull(form.name_en), parking: orNull(form.parking), metro: orNull(form.metro) }
}

const ONE = '/api/v1/stores/{store_id}'
const path = (store_id: string) => ({ store_id })
export const storeDoors: Doors<Store, StoreForm> = {
  blank,
  formOf,
  read: (id) => got(api.GET(ONE, { params: { path: path(id) } })),
  create: (form, key) =>
    got(api.POST('/api/v1/stores', { params: keyed(key), body: { ...body(form), slug: form.slug } })),
  update: ({ id }, version, form, key) =>
    got(api.PATCH(ONE, { params: { path: path(id), ...keyed(key) }, body: { ...body(form), version } })),
  remove: (row, key) => got(api.DELETE(ONE, { params: { path: path(row.id), query: ofVersion(row), ...keyed(key) } })),
}
