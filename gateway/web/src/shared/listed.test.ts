import { expect, it } from 'vitest'
import { listed } from './listed'

it('writes a list as the language does', () => {
  const names = ['Wang', 'Li', 'Gu']
  expect([listed(names, 'zh-CN'), listed(names, 'en'), listed(['Wang'], 'en'), listed([], 'en')]).toEqual([
    'Wang、Li、Gu',
    'Wang, Li, Gu',
    'Wang',
    '',
  ])
})
