import type { Shape } from './api/client'

export type Condition = NonNullable<Shape<'Customer'>['conditions']>[number]

/** Conditions a customer may tell of, in the order in which they are asked. */
export const CONDITIONS: readonly Condition[] = [
  'pregnancy',
  'hypertension',
  'heart_disease',
  'bleeding',
  'tumour',
  'fracture',
  'acute_sprain',
  'skin_damage',
  'post_surgery',
  'infection',
  'fever',
  'alcohol',
]
