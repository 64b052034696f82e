import { createPinia } from 'pinia'
import { createApp, type Component } from 'vue'
import type { Router } from 'vue-router'
import { SESSION_ENDED } from './api/signing'
import { makeI18n, type Loaders } from './i18n'
import { useSession } from './session'
import { followTheme } from './theme/theme'

interface Start {
  app: Component
  router: Router
  texts: Loaders
}

/** Opens an app; where that fails (no texts, no page) what stands ready for it in the document says so. */
export async function start(what: Start): Promise<void> {
  try {
    await open(what)
  } catch (error) {
    document.getElementById('unloaded')?.removeAttribute('hidden')
    throw error
  }
}

/** Mounts an app once its texts are there. Who is signed in is asked meanwhile: guards wait for `session`, pages do not. */
async function open({ app, router, texts }: Start): Promise<void> {
  followTheme()
  const made = createApp(app).use(createPinia())
  useSession().begin()
  // The page's own chunk travels while the texts do.
  const translated = makeI18n(texts)
  made.use(router)
  made.use(await translated)
  await router.isReady()
  askAgainOnceOver(router)
  made.mount('#app')
}

/** Whose session is over may be where only who is signed in may be: the page's guard is asked again, and leads on. */
function askAgainOnceOver(router: Router): void {
  addEventListener(SESSION_ENDED, () => {
    void router.replace({ path: router.currentRoute.value.fullPath, force: true })
  })
}
