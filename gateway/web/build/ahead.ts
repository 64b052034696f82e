import type { Plugin } from 'vite'

const TEXTS = /\/src\/(\w+)\/texts\/zh\/index\.ts$/

/** Most readers read Chinese: its texts travel with the app that will ask for them, not a journey later. */
export function textsAhead(): Plugin {
  return {
    name: 'mingyitang:texts-ahead',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle = {}, chunk }) {
        const whose = chunk?.name
        const texts = Object.values(bundle).find(
          (one) => one.type === 'chunk' && TEXTS.exec(one.facadeModuleId ?? '')?.[1] === whose,
        )
        if (!texts) throw new Error(`no texts to load ahead for ${whose}`)
        const attrs = { rel: 'modulepreload', crossorigin: true, href: `/${texts.fileName}` }
        return [{ tag: 'link', attrs, injectTo: 'head' }]
      },
    },
  }
}
