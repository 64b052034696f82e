import { ref, watchEffect } from 'vue'
import { remember, remembered } from '../remembered'

export type Theme = 'auto' | 'light' | 'dark'
const KEPT = 'theme'
const dark = matchMedia('(prefers-color-scheme: dark)')
const isDevice = ref(dark.matches)
dark.addEventListener('change', (event) => (isDevice.value = event.matches))

function kept(): Theme {
  const value = remembered(KEPT)
  return value === 'light' || value === 'dark' ? value : 'auto'
}

/** Light, dark, or as the device is set. */
export const theme = ref<Theme>(kept())
export const isDark = ref(false)

export function keepTheme(chosen: Theme): void {
  remember(KEPT, chosen)
  theme.value = chosen
}

/** Marks the page for our tokens, for Vant and for Element Plus, now and whenever it changes. */
export function followTheme(): void {
  watchEffect(() => {
    isDark.value = theme.value === 'dark' || (theme.value === 'auto' && isDevice.value)
    const { classList } = document.documentElement
    classList.toggle('dark', isDark.value)
    classList.toggle('van-theme-dark', isDark.value)
  })
}
