import type { Shape } from '@/shared/api/client'

export const WINDOWS = ['any', 'morning', 'afternoon', 'evening', 'own'] as const
export type WindowName = (typeof WINDOWS)[number]
type Window = Shape<'WishWindow'>

const PARTS: Readonly<Record<'morning' | 'afternoon' | 'evening', Window>> = {
  morning: { from: '06:00', to: '12:00' },
  afternoon: { from: '12:00', to: '18:00' },
  evening: { from: '18:00', to: '24:00' },
}

/** The part of the day somebody waits for; null: any time of it. */
export function windowsOf(name: WindowName, since: string, until: string): Window[] | null {
  if (name === 'any') return null
  return [name === 'own' ? { from: since, to: until } : PARTS[name]]
}
