import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

const COMPRESSIBLE = /\.(js|css|html|svg|json|webmanifest)$/
const WORTH_IT_BYTES = 1024

/** Puts a `.gz` of the best level beside each text file, so that the gateway never compresses a page itself. */
export function gzipped(): Plugin {
  return {
    name: 'mingyitang:gzipped',
    apply: 'build',
    enforce: 'post',
    closeBundle: {
      order: 'post',
      sequential: true,
      handler() {
        const folder = 'dist'
        for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
          if (!COMPRESSIBLE.test(name)) continue
          const bytes = readFileSync(join(folder, name))
          if (bytes.length >= WORTH_IT_BYTES) writeFileSync(join(folder, `${name}.gz`), gzipSync(bytes, { level: 9 }))
        }
      },
    },
  }
}
