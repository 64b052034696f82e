/** Countries whose numbers are asked for by name; any other is written with its own +. */
export const COUNTRIES: readonly { region: string; code: string }[] = [
  { region: 'CN', code: '+86' },
  { region: 'HK', code: '+852' },
  { region: 'MO', code: '+853' },
  { region: 'TW', code: '+886' },
  { region: 'SG', code: '+65' },
  { region: 'JP', code: '+81' },
  { region: 'KR', code: '+82' },
  { region: 'AU', code: '+61' },
  { region: 'GB', code: '+44' },
  { region: 'US', code: '+1' },
]

/** The number as the API takes it. One typed or filled in with its country keeps that, however it is written. */
export function phoneOf(country: string, typed: string): string {
  const digits = typed.replaceAll(/[^\d+]/g, '')
  if (digits.startsWith('+')) return digits
  if (digits.startsWith('00')) return `+${digits.slice(2)}`
  return country + (country === '+86' ? digits : digits.replace(/^0/, ''))
}

/** Where to go after signing in: only ever a page of ours. */
export const safeNext = (next: unknown): string =>
  typeof next === 'string' && /^\/(?![/\\])/.test(next) && !next.startsWith('/sign-in') ? next : '/'
