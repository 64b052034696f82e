import { expect, it } from 'vitest'
import { clockChoices, piecesOf, proposedGrid, weekGrid, type Lane } from './week'

const lane = (changes: Partial<Lane> = {}): Lane => ({
  id: 'tec-1',
  kind: 'technician',
  name: 'Wang',
  shifts: [{ from: '2026-11-16T10:00:00+08:00', to: '2026-11-16T19:00:00+08:00' }],
  away: [],
  claims: [],
  ...changes,
})

it('has a row for each technician and none for a bed', () => {
  const rows = weekGrid([lane(), lane({ id: 'bed-1', kind: 'bed' })], '2026-11-16')
  expect(rows.map((row) => row.technicianId)).toEqual(['tec-1'])
  expect(rows[0]?.cells.map((cell) => cell.spans)).toEqual([['10:00–19:00'], [], [], [], [], [], []])
})

it('marks every day that leave touches, and not the one it ends before', () => {
  const away = [{ from: '2026-11-17T12:00:00+08:00', to: '2026-11-19T00:00:00+08:00' }]
  const cells = weekGrid([lane({ away })], '2026-11-16')[0]?.cells ?? []
  expect(cells.filter((cell) => cell.isAway).map((cell) => cell.day)).toEqual(['2026-11-17', '2026-11-18'])
})

it('shows a shift as the pieces between its breaks', () => {
  const breaks = [
    { from: '17:00', to: '17:30' },
    { from: '12:00', to: '13:00' },
  ]
  expect(piecesOf({ from: '10:00', to: '26:00', breaks })).toEqual(['10:00–12:00', '13:00–17:00', '17:30–26:00'])
})

it('gives a day off to whom the proposal does not name', () => {
  const present = weekGrid([lane()], '2026-11-16')
  const plan = [{ technician_id: 'tec-1', on: '2026-11-18', shifts: [{ from: '13:00', to: '22:00', breaks: [] }] }]
  expect(proposedGrid(plan, present)[0]?.cells.map((cell) => cell.spans.join())).toEqual([
    '',
    '',
    '13:00–22:00',
    '',
    '',
    '',
    '',
  ])
})

it('offers clock times past midnight', () => {
  const choices = clockChoices()
  expect([choices[0], choices[1], choices.at(-1)]).toEqual(['06:00', '06:15', '28:00'])
})
