import { placeOf } from './headerWords'

const CANDIDATES = [';', ',', '\t', '|'] as const

/** What the first lines say of a table: how its cells are parted, and its first record. */
export interface Layout {
  separator: string
  /** Lines before the table: 1 where a spreadsheet wrote `sep=;` on top. */
  skip: number
  cells: string[]
}

/** Finds the separator: the one that `sep=` names, else the one whose first line has the most known column names, then the most cells. */
export function layoutOf(text: string, separator?: string): Layout {
  const lines = text.split(/\r\n|\n|\r/)
  const named = /^sep=(.)$/i.exec(lines[0] ?? '')?.[1]
  const skip = named ? 1 : 0
  const first = lines.slice(skip).find((line) => line.trim() !== '') ?? ''
  const fixed = separator ?? named
  if (fixed) return { separator: fixed, skip, cells: split(first, fixed) }
  const layouts = CANDIDATES.map((candidate) => ({ separator: candidate, skip, cells: split(first, candidate) }))
  return layouts.reduce((best, next) => (rank(next) > rank(best) ? next : best))
}

/** Column names that are known words. */
export const knownCells = (cells: readonly string[]): number => cells.filter((cell) => placeOf(cell)).length

const rank = (layout: Layout): number => knownCells(layout.cells) * 1000 + Math.min(layout.cells.length, 999)

/** Cells of one line; separators inside quotes do not count. */
export function split(line: string, separator: string): string[] {
  const cells = ['']
  let quoted = false
  for (const char of line) {
    if (char === '"') quoted = !quoted
    else if (char === separator && !quoted) cells.push('')
    else cells[cells.length - 1] += char
  }
  return cells.map((cell) => cell.trim())
}
