import { expect, it } from 'vitest'
import type { Visit } from '../day/timeline'
import { waiting } from './waiting'

const instant = (clock: string): string => `2026-11-18T${clock}:00+08:00`
const anOffer = (id: string, answerBy: string | null, allowed = ['accept', 'decline']): Visit =>
  ({ id, answer_by: answerBy, starts_at: instant('15:00'), allowed_actions: allowed }) as unknown as Visit

it('keeps what may still be answered, the most urgent first', () => {
  const offers = [
    anOffer('later', instant('10:20')),
    anOffer('sooner', instant('10:05')),
    anOffer('over', instant('09:59')),
    anOffer('somebody-elses', instant('10:10'), []),
    anOffer('without-deadline', null),
  ]

  expect(waiting(offers, Date.parse(instant('10:00'))).map((offer) => offer.id)).toEqual([
    'sooner',
    'later',
    'without-deadline',
  ])
})
