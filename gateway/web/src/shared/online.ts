import { onScopeDispose, ref, type Ref } from 'vue'

/** Whether the device has a network, as it says itself; a bad line still fails, and is told where it does. */
export function useOnline(): Ref<boolean> {
  const isOnline = ref(navigator.onLine)
  const look = () => (isOnline.value = navigator.onLine)
  addEventListener('online', look)
  addEventListener('offline', look)
  onScopeDispose(() => {
    removeEventListener('online', look)
    removeEventListener('offline', look)
  })
  return isOnline
}
