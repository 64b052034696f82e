import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'
import { textsAhead } from './build/ahead.ts'
import { chunks } from './build/chunks.ts'
import { folderOf } from './build/folders.ts'
import { gzipped } from './build/gzipped.ts'
import { offlineShell } from './build/shells.ts'
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
    offlineShell({ folder: 'customer', home: '/' }),
    offlineShell({ folder: 'technician', home: '/tech/' }),
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
