// Where a built file is kept says whom it serves: the offline shell keeps `customer` and `shared`, and nothing of the desk.
const MARKS: [string, RegExp][] = [
  ['staff', /\/src\/staff\/|\/node_modules\/(element-plus|echarts|zrender|vue-echarts)\//],
  ['technician', /\/src\/technician\//],
  ['customer', /\/src\/customer\//],
]

/** `assets/<whose>`, by the modules that went into a chunk or the sources of an asset. */
export function folderOf(sources: readonly string[]): string {
  const found = MARKS.find(([, mark]) => sources.some((source) => mark.test(`/${source}`)))
  return `assets/${found?.[0] ?? 'shared'}`
}
