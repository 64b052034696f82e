import { useI18n } from 'vue-i18n'

/** A word of the shop's data (a category, a part of the body, …); as it stands where we know no other for it. */
export function useWord(): (said: string) => string {
  const { tm } = useI18n()
  return (said) => (tm('words') as Record<string, string>)[said] ?? said
}
