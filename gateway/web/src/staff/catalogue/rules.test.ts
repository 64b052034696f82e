import { describe, expect, it } from 'vitest'
import { inForce, saidBy, type Rules } from './rules'

const row = (id: string, scope: string, effective_from: string, more: object): Rules => ({
  id,
  scope,
  effective_from,
  ...more,
})
const NOW = Date.parse('2026-11-18T10:00:00+08:00')
const BRAND = row('r1', 'brand', '2026-01-01T00:00:00+08:00', { hold_minutes: 15, free_cancel_hours: 2 })

describe('the rules in force', () => {
  it('are those of the most particular scope that says anything', () => {
    const store = row('r2', 'sto-1', '2026-02-01T00:00:00+08:00', { free_cancel_hours: 4 })
    const found = inForce([store, BRAND], ['brand', 'sto-1'], NOW)
    expect(found.find((one) => one.name === 'free_cancel_hours')).toMatchObject({ value: 4, scope: 'sto-1' })
    expect(found.find((one) => one.name === 'hold_minutes')).toMatchObject({ value: 15, scope: 'brand' })
  })

  it('leave out what begins later, and other scopes', () => {
    const later = row('r3', 'brand', '2026-12-01T00:00:00+08:00', { hold_minutes: 30 })
    const elsewhere = row('r4', 'sto-2', '2026-02-01T00:00:00+08:00', { hold_minutes: 99 })
    expect(inForce([BRAND, later, elsewhere], ['brand', 'sto-1'], NOW).map((one) => one.value)).toEqual([2, 15])
  })

  it('take the newest of a scope, by the instant and not by the letters', () => {
    const newer = row('r0', 'brand', '2026-01-01T00:30:00+09:00', { hold_minutes: 20 })
    const older = row('r9', 'brand', '2026-01-01T00:00:00+08:00', { hold_minutes: 15 })
    expect(inForce([newer, older], ['brand'], NOW)[0]?.value).toBe(15)
  })

  it('know a rule that says no limit from one that says nothing', () => {
    const none = row('r5', 'sto-1', '2026-02-01T00:00:00+08:00', { max_visits_per_customer_per_day: null })
    const two = { ...BRAND, max_visits_per_customer_per_day: 2 }
    const found = inForce([two, none], ['brand', 'sto-1'], NOW)
    expect(found.find((one) => one.name === 'max_visits_per_customer_per_day')?.value).toBeNull()
  })
})

it('tells which rules a row lays down', () => {
  expect(saidBy(BRAND).sort()).toEqual(['free_cancel_hours', 'hold_minutes'])
})
