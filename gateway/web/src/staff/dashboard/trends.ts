/** How a figure stands beside the one before it; `change` is a ratio, of rates the difference of both. */
export interface Trend {
  change: number
  direction: 'up' | 'down' | 'same'
  isGood: boolean | null
}

interface Wish {
  /** The figure is a rate: the difference is told in points. */
  isRate?: boolean
  /** Less of it is better. */
  isCost?: boolean
}

/** None where there is nothing to compare: nothing before, or no figure at all. */
export function trendOf(
  now: number | null,
  before: number | null,
  { isRate = false, isCost = false }: Wish = {},
): Trend | null {
  if (now === null || before === null || (!isRate && before === 0)) return null
  const change = isRate ? now - before : (now - before) / before
  if (Math.abs(change) < 0.0005) return { change: 0, direction: 'same', isGood: null }
  return { change, direction: change > 0 ? 'up' : 'down', isGood: change > 0 !== isCost }
}

/** A part of a whole; none of nothing. */
export const rateOf = (part: number, whole: number): number | null => (whole ? part / whole : null)

/** `12.3%`, without the decimal where it says nothing. */
export const percent = (rate: number): string => `${Number((rate * 100).toFixed(1))}%`

/** The change in words of its kind: `+12%`, `−3.5` (points). */
export function changeInWords({ change }: Trend, isRate: boolean): string {
  const sign = change > 0 ? '+' : change < 0 ? '−' : '±'
  const size = Number((Math.abs(change) * 100).toFixed(1))
  return isRate ? `${sign}${size}` : `${sign}${size}%`
}
