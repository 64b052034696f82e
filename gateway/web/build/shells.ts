import type { Plugin } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'

interface Shell {
  /** Whose files it keeps, beside the shared ones. */
  folder: string
  /** The path under which the application lives. */
  home: '/' | `/${string}/`
}

/** An application that opens without a network: a service worker of its own, which knows none but its own paths. */
export function offlineShell({ folder, home }: Shell): Plugin[] {
  const page = `${home}index.html`
  return VitePWA({
    registerType: 'prompt',
    injectRegister: null, // the pages register it themselves; an inline script would be refused
    filename: `${home.slice(1)}sw.js`,
    scope: home,
    manifest: false, // it stands in public/, and each application's HTML names its own
    workbox: {
      globPatterns: [page.slice(1), 'icons/*', `assets/{${folder},shared}/**/*.{js,css,svg,woff2}`],
      modifyURLPrefix: { '': '/' },
      navigateFallback: page,
      navigateFallbackDenylist: home === '/' ? [/^\/(api|tech|staff|healthz|readyz|metrics)(\/|$)/] : [],
      cleanupOutdatedCaches: true,
    },
  })
}
