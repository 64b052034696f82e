import { expect, it } from 'vitest'
import { alikeDays } from './hours'

const ten = [{ from: '10:00', to: '22:00' }]

it('tells days that are alike as one, and a closed day for itself', () => {
  const opening_hours = { mon: ten, tue: ten, thu: ten, fri: ten, sat: [...ten, { from: '23:00', to: '26:00' }] }
  expect(alikeDays({ opening_hours })).toEqual([
    { first: 0, last: 1, hours: '10:00–22:00' },
    { first: 2, last: 2, hours: '' },
    { first: 3, last: 4, hours: '10:00–22:00' },
    { first: 5, last: 5, hours: '10:00–22:00 23:00–26:00' },
    { first: 6, last: 6, hours: '' },
  ])
})
