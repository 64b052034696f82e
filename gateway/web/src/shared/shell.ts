import { computed, onScopeDispose, shallowRef } from 'vue'

const LOOK_EVERY_MS = 60 * 60_000

/**
 * Keeps the app on the device, so that it opens without a network: `script` is its service worker. A new release waits
 * until the person says so: `isNewer`, `update()`, `later()`.
 */
export function useShell(script: string) {
  const waiting = shallowRef<ServiceWorker | null>(null)
  let timer: ReturnType<typeof setInterval> | undefined
  onScopeDispose(() => clearInterval(timer))
  void keep().catch(() => undefined) // a browser that will not have it shows the app all the same, with a network

  async function keep(): Promise<void> {
    const { serviceWorker } = navigator
    const kept = await serviceWorker.register(script)
    // The first release of all waits for nobody.
    const look = () => {
      if (serviceWorker.controller) waiting.value = kept.waiting
    }
    look()
    kept.addEventListener('updatefound', () => kept.installing?.addEventListener('statechange', look))
    timer = setInterval(() => navigator.onLine && void kept.update().catch(() => undefined), LOOK_EVERY_MS)
  }

  function update(): void {
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
    waiting.value?.postMessage({ type: 'SKIP_WAITING' })
  }

  return { isNewer: computed(() => waiting.value !== null), update, later: () => (waiting.value = null) }
}
