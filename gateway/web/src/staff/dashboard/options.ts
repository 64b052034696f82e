import type { BarSeriesOption, HeatmapSeriesOption, LineSeriesOption } from 'echarts/charts'
import type {
  GridComponentOption,
  LegendComponentOption,
  TooltipComponentOption,
  VisualMapComponentOption,
} from 'echarts/components'
import type { ComposeOption } from 'echarts/core'
import type { Colours } from './colours'
import { shareOf, type HeatRow, type Use } from './hours'
import { percent } from './trends'

export type ChartOption = ComposeOption<
  | BarSeriesOption
  | LineSeriesOption
  | HeatmapSeriesOption
  | GridComponentOption
  | LegendComponentOption
  | TooltipComponentOption
  | VisualMapComponentOption
>

/** A row of bars or a line over the days. */
export interface DaySeries {
  name: string
  values: (number | null)[]
  kind: 'bar' | 'line' | 'dashed' | 'dotted'
  colour: keyof Colours
  /** On the right axis, which counts money. */
  isMoney?: boolean
  stack?: string
}

const MOST_BARS_WITH_ROOM = 12
const LABELS_FROM_WIDTH = 620
/** So many names stand in one line on a phone. */
const SHORT_LEGEND = 3

function base(colours: Colours): Pick<ChartOption, 'textStyle' | 'tooltip' | 'legend' | 'aria'> {
  return {
    textStyle: { fontFamily: colours.font, color: colours.ink },
    aria: { enabled: false }, // the card says what it is, and has the table beside it
    legend: { top: 0, textStyle: { color: colours['ink-soft'] }, itemGap: 16, itemWidth: 14, itemHeight: 10 },
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText', // the policy refuses markup with styles of its own
      confine: true,
      backgroundColor: colours.surface,
      borderColor: colours.line,
      textStyle: { color: colours.ink, fontFamily: colours.font },
    },
  }
}

const axis = (colours: Colours) => ({
  axisLine: { lineStyle: { color: colours.line } },
  axisTick: { show: false },
  axisLabel: { color: colours['ink-soft'] },
  splitLine: { lineStyle: { color: colours.line } },
})

/** Bars and lines over days: counts on the left, money on the right. */
export function overDays(
  days: string[],
  series: DaySeries[],
  colours: Colours,
  words: { money: (yuan: number) => string },
): ChartOption {
  const hasMoney = series.some((one) => one.isMoney)
  const inWords = (one: DaySeries) => (value: unknown) =>
    value === null || value === undefined ? '—' : one.isMoney ? words.money(Number(value)) : String(value)
  return {
    ...base(colours),
    grid: { left: 8, right: 8, top: series.length > SHORT_LEGEND ? 60 : 44, bottom: 4, containLabel: true },
    xAxis: { type: 'category', data: days, ...axis(colours), splitLine: { show: false } },
    yAxis: [
      { type: 'value', minInterval: 1, ...axis(colours) },
      ...(hasMoney
        ? [
            {
              type: 'value' as const,
              ...axis(colours),
              splitLine: { show: false },
              axisLabel: { ...axis(colours).axisLabel, formatter: words.money },
            },
          ]
        : []),
    ],
    series: series.map((one) => ({
      name: one.name,
      data: one.values,
      yAxisIndex: one.isMoney ? 1 : 0,
      itemStyle: { color: colours[one.colour] },
      tooltip: { valueFormatter: inWords(one) },
      ...(one.kind === 'bar'
        ? { type: 'bar' as const, stack: one.stack, barMaxWidth: 26, barMinHeight: 0 }
        : {
            type: 'line' as const,
            lineStyle: {
              width: 2,
              color: colours[one.colour],
              type: one.kind === 'line' ? ('solid' as const) : one.kind,
            },
            symbolSize: 6,
            showSymbol: one.kind !== 'dashed' && days.length <= MOST_BARS_WITH_ROOM,
          }),
    })),
  }
}

/** Lying bars, the largest on top. */
export function ranked(
  rows: { name: string; value: number }[],
  colours: Colours,
  inWords: (value: number) => string,
): ChartOption {
  const upwards = [...rows].reverse()
  return {
    ...base(colours),
    legend: { show: false },
    grid: { left: 8, right: 72, top: 4, bottom: 4, containLabel: true },
    xAxis: { type: 'value', show: false },
    yAxis: {
      type: 'category',
      data: upwards.map((row) => row.name),
      ...axis(colours),
      axisLabel: { color: colours.ink, width: 120, overflow: 'truncate' },
    },
    tooltip: { ...base(colours).tooltip, trigger: 'item', valueFormatter: (value) => inWords(Number(value)) },
    series: [
      {
        type: 'bar',
        data: upwards.map((row) => row.value),
        barMaxWidth: 18,
        itemStyle: { color: colours.accent, borderRadius: [0, 4, 4, 0] },
        label: { show: true, position: 'right', color: colours.ink, formatter: ({ value }) => inWords(Number(value)) },
      },
    ],
  }
}

/** How much of each hour is taken, row by row; an hour in which nobody is rostered stays blank. */
export function heatMap(
  rows: HeatRow[],
  hours: number[],
  colours: Colours,
  words: { cell: (name: string, hour: number, use: Use) => string; low: string; high: string },
  width: number,
): ChartOption {
  const cells = rows.flatMap((row, y) =>
    hours.flatMap((hour, x) => {
      const share = shareOf(row.hours.get(hour))
      if (share === null) return []
      const isDeep = share > 0.55
      return [{ value: [x, y, share], label: { color: isDeep ? colours['on-accent'] : colours.ink } }]
    }),
  )
  const useAt = (value: unknown) => {
    const [x = 0, y = 0] = value as number[]
    const [row, hour] = [rows[y], hours[x]]
    const use = hour === undefined ? undefined : row?.hours.get(hour)
    return row && use && hour !== undefined ? words.cell(row.name, hour, use) : ''
  }
  return {
    ...base(colours),
    legend: { show: false },
    grid: { left: 8, right: 8, top: 8, bottom: 44, containLabel: true },
    xAxis: { type: 'category', data: hours.map((hour) => `${hour}:00`), ...axis(colours) },
    yAxis: {
      type: 'category',
      inverse: true,
      data: rows.map((row) => row.name),
      ...axis(colours),
      axisLabel: { color: colours.ink, width: 84, overflow: 'truncate' },
    },
    visualMap: {
      min: 0,
      max: 1,
      orient: 'horizontal',
      left: 'center',
      bottom: 0,
      itemHeight: 120,
      itemWidth: 10,
      text: [words.high, words.low],
      textStyle: { color: colours['ink-soft'] },
      inRange: { color: [colours['surface-sunk'], colours.accent] },
    },
    tooltip: {
      ...base(colours).tooltip,
      trigger: 'item',
      formatter: (item) => useAt((item as { value: unknown }).value),
    },
    series: [
      {
        type: 'heatmap',
        data: cells,
        itemStyle: { borderColor: colours.surface, borderWidth: 2, borderRadius: 4 },
        label: {
          show: width >= LABELS_FROM_WIDTH,
          formatter: ({ value }) => percent(Math.round((value as number[])[2]! * 100) / 100),
        },
        emphasis: { itemStyle: { borderColor: colours.ink } },
      },
    ],
  }
}
