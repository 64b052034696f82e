import { expect, it } from 'vitest'
import { money } from './money'

it('shows fen only where there are some', () => {
  expect([money(19_800), money(19_850), money(0), money(1_234_500)]).toEqual(['¥198', '¥198.50', '¥0', '¥12,345'])
})
