import { api, got, type Shape } from '@/shared/api/client'
import type { Doors } from './editor'
import { fenOf, keyed, ofVersion, orNull, without, yuanOf } from './values'

export type Treatment = Shape<'Treatment'>

const course = (one: Treatment) => one.course as { sessions: number; price_fen: number } | null | undefined
const formOf = (one: Treatment) => ({
  slug: one.slug,
  name: one.name,
  name_en: one.name_en ?? '',
  category: one.category,
  description: one.description ?? '',
  description_en: one.description_en ?? '',
  aliases: [...(one.aliases ?? [])],
  duration_minutes: one.duration_minutes,
  price: yuanOf(one.price_fen),
  prep_minutes: one.prep_minutes ?? 0,
  turnover_minutes: one.turnover_minutes ?? 0,
  level: one.level ?? 1,
  party_size: one.party_size ?? 1,
  places: [...one.places] as string[],
  body_parts: [...(one.body_parts ?? [])],
  contraindications: [...one.contraindications],
  suits: [...(one.suits ?? [])],
  segments: [...(one.segments ?? [])],
  addons: [...(one.addons ?? [])],
  sessions: course(one)?.sessions ?? null,
  coursePrice: course(one) ? yuanOf(course(one)?.price_fen ?? 0) : null,
})
export type TreatmentForm = ReturnType<typeof formOf>
const blank = (): TreatmentForm => ({
  ...{ slug: '', name: '', name_en: '', category: '', description: '', description_en: '', aliases: [] },
  ...{ duration_minutes: 60, price: 0, prep_minutes: 0, turnover_minutes: 10, level: 1, party_size: 1 },
  ...{ places: ['store'], body_parts: [], contraindications: [], suits: [], segments: [], addons: [] },
  ...{ sessions: null, coursePrice: null },
})
function body(form: TreatmentForm) {
  const { price, sessions, coursePrice, ...same } = without(form, 'slug')
  return {
    ...same,
    name_en: orNull(form.name_en),
    price_fen: fenOf(price),
    course: sessions ? { sessions, price_fen: fenOf(coursePrice ?? 0) } : null,
  }
}

const ONE = '/api/v1/treatments/{treatment_id}'
const path = (treatment_id: string) => ({ treatment_id })
export const treatmentDoors: Doors<Treatment, TreatmentForm> = {
  blank,
  formOf,
  read: (id) => got(api.GET(ONE, { params: { path: path(id) } })),
  create: (form, key) =>
    got(api.POST('/api/v1/treatments', { params: keyed(key), body: { ...body(form), slug: form.slug } })),
  update: ({ id }, version, form, key) =>
    got(api.PATCH(ONE, { params: { path: path(id), ...keyed(key) }, body: { ...body(form), version } })),
  remove: (row, key) => got(api.DELETE(ONE, { params: { path: path(row.id), query: ofVersion(row), ...keyed(key) } })),
}
