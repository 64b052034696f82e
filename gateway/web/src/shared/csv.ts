// Rows for a spreadsheet. Excel reads UTF-8 only behind a byte order mark, and takes text that begins like a formula for
// one (CWE-1236): such text is given an apostrophe, which spreadsheets do not show.
const FORMULA = /^[=+\-@\t\r]/
const PLAIN_NUMBER = /^-?\d+(\.\d+)?$/
const BOM = '\uFEFF'

export type Cell = string | number | boolean | null | undefined

function cell(value: Cell): string {
  let text = value === null || value === undefined ? '' : String(value)
  if (FORMULA.test(text) && !PLAIN_NUMBER.test(text)) text = `'${text}`
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** The text of a CSV file: a line of headings, then the rows (RFC 4180). */
export const csv = (headings: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  BOM + [headings, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('')

/** Hands a file to the reader, without asking the server. */
export function saveFile(name: string, content: BlobPart, type = 'text/csv;charset=utf-8'): void {
  const url = URL.createObjectURL(new Blob([content], { type }))
  const link = Object.assign(document.createElement('a'), { href: url, download: name })
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000) // some browsers read it only after the click has returned
}
