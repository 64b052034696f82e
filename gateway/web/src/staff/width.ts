import { onScopeDispose, ref, type Ref } from 'vue'

const NARROW = '(max-width: 899px)'

/** Whether the page is too narrow for a navigation beside it: a tablet held upright, a phone. */
export function useIsNarrow(): Ref<boolean> {
  const media = matchMedia(NARROW)
  const isNarrow = ref(media.matches)
  const hear = (event: MediaQueryListEvent) => (isNarrow.value = event.matches)
  media.addEventListener('change', hear)
  onScopeDispose(() => media.removeEventListener('change', hear))
  return isNarrow
}
