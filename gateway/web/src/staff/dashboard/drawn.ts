import { money } from '@/shared/money'
import type { Colours } from './colours'
import type { ChartOption } from './options'
import type { FigureTable } from './tables'

/** A card's picture, in a sentence, and as a table. */
export interface Drawn {
  summary: string
  isEmpty: boolean
  option: ChartOption
  table: FigureTable
}

/** How things are said and drawn: the reader's words, the theme's colours, the room there is. */
export interface Hand {
  t: (key: string, params?: Record<string, unknown>) => string
  colours: Colours
  width: number
  weekday: (weekday: number) => string
}

/** How many of a ranking are drawn; the table has all. */
export const MOST_RANKED = 10

/** `11/23`, short enough for an axis. */
export const shortDay = (day: string): string => `${Number(day.slice(5, 7))}/${Number(day.slice(8, 10))}`

/** Yuan, as an axis counts them, in words. */
export const inYuan = (value: number): string => money(value * 100)
