import type { Shape } from '@/shared/api/client'
import type { Drawn, Hand } from './drawn'
import { byTechnician, byWeekday, hoursOf, shareOf, type HeatRow, type Use } from './hours'
import { heatMap } from './options'
import { tableOf, type FigureTable } from './tables'
import { percent } from './trends'

type Utilisation = Shape<'Utilisation'>

/** How much of each hour is taken: a row for each technician, or for each weekday. */
export function drawUse(found: Utilisation, by: 'technician' | 'weekday', hand: Hand): Drawn {
  const { t, colours, width, weekday } = hand
  const rows = by === 'technician' ? byTechnician(found.technicians) : byWeekday(found.hours, weekday)
  const hours = hoursOf(rows)
  const { utilisation, busy_minutes, rostered_minutes } = found.total
  const inHours = (minutes: number) => Math.round(minutes / 6) / 10
  return {
    summary: t('dashboard.useSummary', {
      share: percent(utilisation ?? 0),
      busy: inHours(busy_minutes),
      rostered: inHours(rostered_minutes),
    }),
    isEmpty: hours.length === 0,
    option: heatMap(
      rows,
      hours,
      colours,
      {
        cell: (name, hour, use) =>
          t('dashboard.cell', {
            ...{ name, from: `${hour}:00`, to: `${hour + 1}:00`, share: percent(shareOf(use) ?? 0) },
            ...{ busy: use.busy, rostered: use.rostered },
          }),
        low: t('dashboard.idle'),
        high: t('dashboard.full'),
      },
      width,
    ),
    table: useTable(rows, hours, t(`dashboard.by.${by}`), hand),
  }
}

function useTable(rows: HeatRow[], hours: number[], first: string, { t }: Hand): FigureTable {
  const whole = (row: HeatRow): Use =>
    [...row.hours.values()].reduce(
      (sum, use) => ({
        rostered: sum.rostered + use.rostered,
        busy: sum.busy + use.busy,
        beyond: sum.beyond + use.beyond,
      }),
      { rostered: 0, busy: 0, beyond: 0 },
    )
  const share = (use: Use | undefined) => ({
    file: shareOf(use),
    shown: shareOf(use) === null ? '' : percent(shareOf(use) ?? 0),
  })
  return tableOf<HeatRow>(
    [
      { label: first, value: (row) => row.name },
      { label: t('dashboard.rostered'), value: (row) => whole(row).rostered },
      { label: t('dashboard.busy'), value: (row) => whole(row).busy },
      { label: t('dashboard.beyond'), value: (row) => whole(row).beyond },
      { label: t('dashboard.use'), value: (row) => share(whole(row)).file, show: (row) => share(whole(row)).shown },
      ...hours.map((hour) => ({
        label: `${hour}:00`,
        value: (row: HeatRow) => share(row.hours.get(hour)).file,
        show: (row: HeatRow) => share(row.hours.get(hour)).shown,
      })),
    ],
    rows,
  )
}
