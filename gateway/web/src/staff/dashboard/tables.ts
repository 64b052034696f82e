import type { Cell } from '@/shared/csv'

/** A chart's figures as a table: what is read, and what a spreadsheet is given. */
export interface FigureTable {
  headings: string[]
  shown: string[][]
  file: Cell[][]
  /** How many columns, from the left, are names rather than numbers. */
  names: number
}

export interface TableColumn<Row> {
  label: string
  value: (row: Row) => Cell
  /** As it is read, where that is not as it is written. */
  show?: (row: Row) => string
}

export function tableOf<Row>(columns: readonly TableColumn<Row>[], rows: readonly Row[], names = 1): FigureTable {
  return {
    headings: columns.map((column) => column.label),
    shown: rows.map((row) => columns.map(({ show, value }) => (show ? show(row) : String(value(row) ?? '—')))),
    file: rows.map((row) => columns.map((column) => column.value(row))),
    names,
  }
}

/** Fen as a spreadsheet counts with them: yuan. */
export const yuan = (fen: number): number => fen / 100
