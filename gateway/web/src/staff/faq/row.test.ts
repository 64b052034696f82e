import { expect, it } from 'vitest'
import { changesOf, isComplete, toldIn, writtenFrom, type FaqRow } from './row'

const ROW = {
  id: 'r',
  slug: 'parking',
  store_id: null,
  question: 'Is there parking?',
  answer: '{parking}',
  aliases: ['where can I park'],
  keywords: [],
  version: 3,
} as unknown as FaqRow

it('sends only what was changed', () => {
  const written = writtenFrom(ROW)
  expect(changesOf(ROW, written)).toEqual({})
  written.aliases.push('car park')
  expect(changesOf(ROW, written)).toEqual({ aliases: ['where can I park', 'car park'] })
  expect(ROW.aliases).toEqual(['where can I park'])
})

it('needs a question and an answer', () => {
  expect(isComplete(writtenFrom(ROW))).toBe(true)
  expect(isComplete({ ...writtenFrom(ROW), answer: '  ' })).toBe(false)
  expect(isComplete(writtenFrom())).toBe(false)
})

it("is told in the reader's language, and says which it is", () => {
  const both = { ...ROW, question: '有停车位吗', question_en: 'Is there parking?' }
  expect(toldIn('en', both, 'question')).toEqual({ text: 'Is there parking?', lang: 'en' })
  expect(toldIn('zh-CN', both, 'question')).toEqual({ text: '有停车位吗', lang: 'zh-CN' })
  expect(toldIn('en', both, 'answer')).toEqual({ text: '{parking}', lang: 'zh-CN' })
})
