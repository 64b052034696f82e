import type { Shape } from '@/shared/api/client'
import { money } from '@/shared/money'
import { inYuan, MOST_RANKED, shortDay, type Drawn, type Hand } from './drawn'
import { overDays, ranked } from './options'
import { tableOf, yuan } from './tables'
import { percent, rateOf } from './trends'

type Bookings = Shape<'BookingFigures'>

/** Visits and revenue of each day, and the revenue of the same weekday in the period before. Of days to come it is what
 * has been booked so far: a line of its own, that begins where the other ends.
 */
export function drawDays(found: Bookings, today: string, { t, colours }: Hand): Drawn {
  const { days, previous, total } = found
  const begun = days.filter((day) => day.date <= today).length
  const revenue = (isShown: (number: number) => boolean) =>
    days.map((day, number) => (isShown(number) ? yuan(day.revenue_fen) : null))
  const ahead = {
    name: t('dashboard.revenueAhead'),
    values: revenue((number) => number >= begun - 1),
    kind: 'dotted',
    colour: 'info',
    isMoney: true,
  } as const
  return {
    summary: t('dashboard.daysSummary', { visits: total.standing, money: money(total.revenue_fen) }),
    isEmpty: total.visits === 0 && previous.total.visits === 0,
    option: overDays(
      days.map((day) => shortDay(day.date)),
      [
        { name: t('dashboard.standing'), values: days.map((day) => day.standing), kind: 'bar', colour: 'accent' },
        {
          name: t('dashboard.revenue'),
          values: revenue((number) => number < begun),
          kind: 'line',
          colour: 'info',
          isMoney: true,
        },
        ...(begun < days.length ? [ahead] : []),
        {
          name: t('dashboard.revenueBefore'),
          values: previous.days.map((day) => yuan(day.revenue_fen)),
          kind: 'dashed',
          colour: 'ink-soft',
          isMoney: true,
        },
      ],
      colours,
      { money: inYuan },
    ),
    table: tableOf(
      [
        { label: t('dashboard.day'), value: (row) => row.date },
        { label: t('dashboard.made'), value: (row) => row.made },
        { label: t('dashboard.visits'), value: (row) => row.visits },
        { label: t('dashboard.standing'), value: (row) => row.standing },
        { label: t('common.status.completed'), value: (row) => row.completed },
        { label: t('dashboard.revenue'), value: (row) => yuan(row.revenue_fen), show: (row) => money(row.revenue_fen) },
        {
          label: t('dashboard.revenueBefore'),
          value: (row) => yuan(row.before),
          show: (row) => money(row.before),
        },
      ],
      days.map((day, number) => ({ ...day, before: previous.days[number]?.revenue_fen ?? 0 })),
    ),
  }
}

/** What was called off or missed, day by day. */
export function drawLost(found: Bookings, { t, colours }: Hand): Drawn {
  const kinds = [
    { key: 'cancelled', colour: 'ink-soft' },
    { key: 'late_cancelled', colour: 'warn' },
    { key: 'no_show', colour: 'bad' },
  ] as const
  const { days, total } = found
  const words = kinds.map(({ key }) => `${t(`common.status.${key}`)} ${total[key]}`)
  return {
    summary: words.join(' · '),
    isEmpty: kinds.every(({ key }) => total[key] === 0),
    option: overDays(
      days.map((day) => shortDay(day.date)),
      kinds.map(({ key, colour }) => ({
        name: t(`common.status.${key}`),
        values: days.map((day) => day[key]),
        kind: 'bar',
        colour,
        stack: 'lost',
      })),
      colours,
      { money: inYuan },
    ),
    table: tableOf(
      [
        { label: t('dashboard.day'), value: (row) => row.date },
        ...kinds.map(({ key }) => ({
          label: t(`common.status.${key}`),
          value: (row: Bookings['days'][number]) => row[key],
        })),
        {
          label: t('dashboard.fees'),
          value: (row) => yuan(row.fees_fen),
          show: (row) => money(row.fees_fen),
        },
      ],
      days,
    ),
  }
}

/** What the treatments brought; the first ten are drawn, all are in the table. */
export function drawTreatments({ treatments }: Bookings, { t, colours }: Hand): Drawn {
  const [first] = treatments
  return {
    summary: first ? t('dashboard.most', { name: first.treatment.name, value: money(first.revenue_fen) }) : '',
    isEmpty: treatments.length === 0,
    option: ranked(
      treatments.slice(0, MOST_RANKED).map((row) => ({ name: row.treatment.name, value: yuan(row.revenue_fen) })),
      colours,
      inYuan,
    ),
    table: tableOf(
      [
        { label: t('dashboard.treatment'), value: (row) => row.treatment.name },
        { label: t('dashboard.visits'), value: (row) => row.visits },
        { label: t('dashboard.standing'), value: (row) => row.standing },
        { label: t('dashboard.revenue'), value: (row) => yuan(row.revenue_fen), show: (row) => money(row.revenue_fen) },
      ],
      treatments,
    ),
  }
}

/** How visits came to be booked. */
export function drawChannels({ channels, total }: Bookings, { t, colours }: Hand): Drawn {
  const named = channels.map((row) => ({ ...row, name: t(`dashboard.channels.${row.channel}`) }))
  return {
    summary: named.map((row) => `${row.name} ${row.visits}`).join(' · '),
    isEmpty: total.visits === 0,
    option: ranked(
      named.map((row) => ({ name: row.name, value: row.visits })),
      colours,
      String,
    ),
    table: tableOf(
      [
        { label: t('dashboard.channel'), value: (row) => row.name },
        { label: t('dashboard.visits'), value: (row) => row.visits },
        {
          label: t('dashboard.share'),
          value: (row) => rateOf(row.visits, total.visits),
          show: (row) => percent(rateOf(row.visits, total.visits) ?? 0),
        },
        { label: t('dashboard.revenue'), value: (row) => yuan(row.revenue_fen), show: (row) => money(row.revenue_fen) },
      ],
      named,
    ),
  }
}
