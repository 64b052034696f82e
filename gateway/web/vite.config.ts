import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { VitePWA } from 'vite-plugin-pwa'
import { defineConfig } from 'vitest/config'
import { textsAhead } from './build/ahead.ts'
import { chunks } from './build/chunks.ts'
import { folderOf } from './build/folders.ts'
import { gzipped } from './build/gzipped.ts'
import { componentStyles, fontsAsFiles, noForeignFonts } from './build/styles.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const gateway = process.env.GATEWAY ?? 'http://127.0.0.1:8000'

export default defineConfig({
  plugins: [
    vue(),
    componentStyles(),
    noForeignFonts(),
    fontsAsFiles(),
    textsAhead(),
    VitePWA({
      registerType: 'prompt',
      injectRegister: null, // the customer's pages register it themselves; an inline script would be refused
      manifest: {
        id: '/',
        name: '名医堂',
        short_name: '名医堂',
        description: '推拿、美容、养生预约 · Massage, beauty and wellness appointments',
        lang: 'zh-CN',
        start_url: '/',
        scope: '/',
        display: 'standalone',
        background_color: '#f7f4ee',
        theme_color: '#2c6b58',
        icons: [
          { src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: '/icons/icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: '/icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        ],
      },
      workbox: {
        globPatterns: ['index.html', 'icons/*', 'assets/{customer,shared}/**/*.{js,css,svg,woff2}'],
        navigateFallback: '/index.html',
        navigateFallbackDenylist: [/^\/(api|tech|staff|healthz|readyz|metrics)(\/|$)/],
        cleanupOutdatedCaches: true,
      },
    }),
    gzipped(),
  ],
  resolve: { alias: { '@': here('./src') } },
  define: {
    __VUE_OPTIONS_API__: false, // neither our components nor those we use of Vant and Element Plus are written that way
    __VUE_I18N_LEGACY_API__: false,
    __VUE_I18N_FULL_INSTALL__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
  },
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false }, // browsers without it, older than this target, load a little later
    assetsInlineLimit: 0, // an icon inlined as data: is one the policy must allow
    manifest: true,
    rollupOptions: {
      input: {
        customer: here('./index.html'),
        technician: here('./tech/index.html'),
        staff: here('./staff/index.html'),
      },
      output: {
        codeSplitting: { groups: chunks },
        entryFileNames: (chunk) => `${folderOf(chunk.moduleIds)}/[name]-[hash].js`,
        chunkFileNames: (chunk) => `${folderOf(chunk.moduleIds)}/[name]-[hash].js`,
        assetFileNames: (asset) => `${folderOf(asset.originalFileNames)}/[name]-[hash][extname]`,
      },
    },
  },
  server: { proxy: { '/api': gateway } },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
})
