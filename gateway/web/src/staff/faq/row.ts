import type { Shape } from '@/shared/api/client'
import type { Language } from '@/shared/language'

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

/** A text of a row, and the language it turns out to be in. */
export interface Told {
  text: string
  lang: Language
}

/** The question or the answer in the reader's language; in Chinese, which every row has, where it is not written. */
export function toldIn(language: Language, row: FaqRow, what: 'question' | 'answer'): Told {
  const english = row[`${what}_en`]
  return language === 'en' && english ? { text: english, lang: 'en' } : { text: row[what], lang: 'zh-CN' }
}

/** What differs from the row as it was read: only that is sent, so that what others wrote elsewhere in it stands. */
export function changesOf(before: FaqRow, written: Written): Partial<Written> {
  const was = writtenFrom(before)
  const keys = Object.keys(was) as (keyof Written)[]
  const changed = keys.filter((key) => JSON.stringify(was[key]) !== JSON.stringify(written[key]))
  return Object.fromEntries(changed.map((key) => [key, written[key]])) as Partial<Written>
}

export const isComplete = (written: Written): boolean => written.question.trim() !== '' && written.answer.trim() !== ''
