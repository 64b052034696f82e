import type { Shape } from '@/shared/api/client'

export type FaqRow = Shape<'FaqRow'>

/** A row as it is being written. */
export interface Written {
  question: string
  answer: string
  question_en: string
  answer_en: string
  aliases: string[]
  aliases_en: string[]
  keywords: string[]
}

/** What an answer may hold for the catalogue to fill in (chatbot's FAQ). */
export const FACTS =
  '{hours} {address} {parking} {metro} {phone} {women} {contraindications} {cancel_rule} {home_area} {notice} {price:…}'

export const writtenFrom = (row?: Partial<FaqRow> | null): Written => ({
  question: row?.question ?? '',
  answer: row?.answer ?? '',
  question_en: row?.question_en ?? '',
  answer_en: row?.answer_en ?? '',
  aliases: [...(row?.aliases ?? [])],
  aliases_en: [...(row?.aliases_en ?? [])],
  keywords: [...(row?.keywords ?? [])],
})

/** What differs from the row as it was read: only that is sent, so that what others wrote elsewhere in it stands. */
export function changesOf(before: FaqRow, written: Written): Partial<Written> {
  const was = writtenFrom(before)
  const keys = Object.keys(was) as (keyof Written)[]
  const changed = keys.filter((key) => JSON.stringify(was[key]) !== JSON.stringify(written[key]))
  return Object.fromEntries(changed.map((key) => [key, written[key]])) as Partial<Written>
}

export const isComplete = (written: Written): boolean => written.question.trim() !== '' && written.answer.trim() !== ''
