import { existsSync } from 'node:fs'
import type { Plugin } from 'vite'

// What one imports and whose stylesheet it needs, where the names differ.
const FUNCTIONS: Record<string, string> = {
  showToast: 'toast',
  showSuccessToast: 'toast',
  showFailToast: 'toast',
  showLoadingToast: 'toast',
  showDialog: 'dialog',
  showConfirmDialog: 'dialog',
  showNotify: 'notify',
  showImagePreview: 'image-preview',
  vLoading: 'loading',
}
const IMPORT = /import\s*\{([^}]*)\}\s*from\s*['"](vant|element-plus)['"]/g

/** Each component imported by name from Vant or Element Plus brings its own stylesheet, and no other. */
export function componentStyles(): Plugin {
  return {
    name: 'mingyitang:component-styles',
    transform(code, id) {
      if (id.includes('/node_modules/') || !/\.(vue|ts)($|\?)/.test(id)) return null
      const styles = [...code.matchAll(IMPORT)].flatMap(([, names = '', library]) =>
        names.split(',').map((name) => styleOf(name.trim().split(/\s+as\s+/)[0] ?? '', library === 'vant')),
      )
      const imports = [...new Set(styles.filter((style) => style !== null))].map((style) => `\nimport '${style}'`)
      return imports.length ? { code: code + imports.join(''), map: null } : null
    },
  }
}

/** Vant's icon font names a second source at another host; the one inside the stylesheet is all that is needed. */
export function noForeignFonts(): Plugin {
  return {
    name: 'mingyitang:no-foreign-fonts',
    enforce: 'pre',
    transform(code, id) {
      if (!id.includes('/vant/') || !id.endsWith('.css')) return null
      return { code: code.replaceAll(/,\s*url\(["']?(https?:)?\/\/[^)]*\)\s*format\([^)]*\)/g, ''), map: null }
    },
  }
}

const INLINE_FONT = /url\(["']?data:font\/woff2;(?:charset=utf-8;)?base64,([A-Za-z0-9+/=]+)["']?\)/g

/** A font inside a stylesheet holds up the first paint; as a file of its own it comes when a glyph is shown. */
export function fontsAsFiles(): Plugin {
  return {
    name: 'mingyitang:fonts-as-files',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, bundle) {
      for (const asset of Object.values(bundle)) {
        if (asset.type !== 'asset' || !asset.fileName.endsWith('.css')) continue
        asset.source = String(asset.source).replaceAll(INLINE_FONT, (_match, base64: string) => {
          const font = this.emitFile({ type: 'asset', name: 'icons.woff2', source: Buffer.from(base64, 'base64') })
          return `url(/${this.getFileName(font)})`
        })
      }
    },
  }
}

function styleOf(name: string, isVant: boolean): string | null {
  if (!name || name.startsWith('type ')) return null
  const kebab =
    FUNCTIONS[name] ??
    name
      .replace(/^El(?=[A-Z])/, '')
      .replaceAll(/(?<!^)([A-Z])/g, '-$1')
      .toLowerCase()
  const path = isVant ? `vant/es/${kebab}/style/index.mjs` : `element-plus/es/components/${kebab}/style/css.mjs`
  return existsSync(new URL(`../node_modules/${path}`, import.meta.url)) ? path : null
}
