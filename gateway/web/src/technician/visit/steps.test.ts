import { expect, it } from 'vitest'
import type { Visit } from '../day/timeline'
import { isCareOpen, isRecordable, minutesUntil, nextStep, stationsOf } from './steps'

const aVisit = (changes: object): Visit =>
  ({ place: 'store', status: 'confirmed', allowed_actions: [], ...changes }) as unknown as Visit

it('offers the one step that is allowed, and none of its own', () => {
  expect(nextStep(aVisit({ allowed_actions: ['propose', 'depart', 'running-late'] }))).toBe('depart')
  expect(nextStep(aVisit({ allowed_actions: ['sos', 'extend', 'finish'] }))).toBe('finish')
  expect(nextStep(aVisit({ allowed_actions: ['propose'] }))).toBeUndefined()
})

it('goes other ways at home than in a store', () => {
  expect(stationsOf(aVisit({ place: 'home' }))).toContain('departed')
  expect(stationsOf(aVisit({}))).toContain('checked_in')
})

it('is recorded from its beginning on', () => {
  expect(isRecordable(aVisit({ status: 'arrived' }))).toBe(false)
  expect(isRecordable(aVisit({ status: 'in_service' }))).toBe(true)
})

it('counts minutes to a moment', () => {
  expect(minutesUntil('2026-11-18T10:30:00+08:00', Date.parse('2026-11-18T10:00:00+08:00'))).toBe(30)
})

it("tells of a customer's health while the visit is this person's to give", () => {
  const visit = aVisit({ ends_at: '2026-11-18T12:00:00+08:00' })
  const present = Date.parse('2026-11-18T13:00:00+08:00')

  expect(isCareOpen(visit, present)).toBe(true)
  expect(isCareOpen(visit, present + 86_400_000)).toBe(false)
  expect(isCareOpen({ ...visit, status: 'pending_acceptance' }, present)).toBe(false)
})
