import { expect, test } from 'vitest'
import { mergedHealth, newsOf, type Health } from './health'

const BASE: Health = { allergies: ['latex', 'nuts'], conditions: ['fever'], skin: 'dry', health_notes: '' }
const health = (part: Partial<Health>): Health => ({ ...BASE, ...part })

test('what I did not touch takes what stands there by now', () => {
  const theirs = health({ allergies: ['latex', 'nuts', 'lavender'], skin: 'sensitive' })
  const mine = health({ health_notes: 'gently, please' })

  expect(mergedHealth(BASE, mine, theirs)).toEqual({ ...theirs, health_notes: 'gently, please' })
})

test('what I added and took away is done to the newer list', () => {
  const theirs = health({ allergies: ['latex', 'nuts', 'lavender'], conditions: [] })
  const mine = health({ allergies: ['latex', 'mugwort'], conditions: ['fever', 'alcohol'] })
  const merged = mergedHealth(BASE, mine, theirs)

  expect(merged.allergies).toEqual(['latex', 'lavender', 'mugwort'])
  expect(merged.conditions).toEqual(['alcohol'])
})

test('words that both wrote stay mine, and theirs are told', () => {
  const [mine, theirs] = [health({ skin: 'oily' }), health({ skin: 'sensitive' })]

  expect(mergedHealth(BASE, mine, theirs).skin).toBe('oily')
  expect(newsOf(BASE, mine, theirs)?.skin).toBe('sensitive')
})

test('what came and what went on the other side is told, mine is not', () => {
  const theirs = health({ allergies: ['nuts', 'lavender'], conditions: [] })
  const news = newsOf(BASE, health({ allergies: ['latex', 'nuts', 'mugwort'] }), theirs)

  expect(news?.came).toEqual({ allergies: ['lavender'], conditions: [] })
  expect(news?.gone).toEqual({ allergies: ['latex'], conditions: ['fever'] })
})

test('my own words, read back after saving, are no news', () => {
  const mine = health({ allergies: ['latex'], skin: 'oily' })

  expect(newsOf(BASE, mine, mine)).toBeNull()
})
