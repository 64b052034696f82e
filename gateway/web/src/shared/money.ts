/** Fen 分 as people read money: `¥198`, `¥198.50`. */
export function money(fen: number, currency = 'CNY'): string {
  const whole = fen % 100 === 0
  const format = new Intl.NumberFormat('zh-CN', {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: whole ? 0 : 2,
    maximumFractionDigits: 2,
  })
  return format.format(fen / 100)
}
