// Over HTTP/1.1 a slow line pays for each file by a journey there and back, six at a time. So what every page needs
// comes in few files; all else is split by page, as it is used.
const LIBRARIES =
  /\/node_modules\/(@vue|vue|vue-router|pinia|vue-i18n|@intlify|openapi-fetch)\/|plugin-vue:|vite\/preload|rolldown\/runtime/
// Not what only some pages of some application want: tables as files, maps with their library of coordinates; nor what
// can wait until there is an application to look at.
const SHARED = /\/src\/shared\/(?!csv|maps|shell|components\/AppUpdates|theme\/(element|phone))/

/** Files of which every page takes the first three, in the order in which they claim their modules. */
export const chunks = [
  { name: 'vue', test: LIBRARIES },
  { name: 'app', test: SHARED },
  { name: 'phone', test: /\/src\/shared\/theme\/phone\.css/ },
  { name: 'home', test: /\/src\/customer\//, tags: ['$initial' as const] },
]
