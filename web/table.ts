import { type Content, html, type Html } from './html'

export interface Column<Row> {
  title: string
  value: (row: Row) => Content
  /** Right-aligned, digits of one width. */
  number?: boolean
  /** Left out on narrow screens. */
  minor?: boolean
}

/** An accessible table that scrolls by itself where it is wider than the screen; `empty` stands where there are no rows. */
export function table<Row>(caption: string, columns: readonly Column<Row>[], rows: readonly Row[], empty: string): Html {
  if (rows.length === 0) return html`<p class="empty">${empty}</p>`
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table><caption class="hidden">${caption}</caption><thead><tr>${
    columns.map((column) => html`<th scope="col" class="${kind(column)}">${column.title}</th>`)}</tr></thead><tbody>${
    rows.map((row) => html`<tr>${columns.map((column) => html`<td class="${kind(column)}">${column.value(row)}</td>`)}</tr>`)}</tbody></table></div>`
}

const kind = (column: Column<never>): string => [column.number && 'number', column.minor && 'minor'].filter(Boolean).join(' ')
