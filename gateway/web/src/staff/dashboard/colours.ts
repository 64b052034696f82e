import { computed, nextTick, ref, watch, type Ref } from 'vue'
import { isDark } from '@/shared/theme/theme'

// ECharts draws on a canvas, which knows no custom properties: the tokens are read for it, anew when the theme changes.
const NAMES = [
  'ink',
  'ink-soft',
  'line',
  'surface',
  'surface-sunk',
  'accent',
  'on-accent',
  'info',
  'warn',
  'bad',
] as const
export type Colours = Record<(typeof NAMES)[number], string> & { font: string }

export function useColours(): Ref<Colours> {
  const read = ref(0)
  watch(isDark, () => void nextTick(() => (read.value += 1)))
  return computed(() => {
    void read.value
    const style = getComputedStyle(document.documentElement)
    const of = (name: string) => style.getPropertyValue(`--${name}`).trim()
    return { ...Object.fromEntries(NAMES.map((name) => [name, of(name)])), font: of('font') } as Colours
  })
}
