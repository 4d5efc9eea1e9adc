import { type Content, html, type Html } from './html'

export interface Column<Row> {
  title: string
  value: (row: Row) => Content
  /** Right-aligned, digits of one width. */
  number?: boolean
  /** Left out on narrow screens. */
  minor?: boolean
  /** A line of its own where rows are stacked. */
  broad?: boolean
}

/**
 * An accessible table that scrolls by itself where it is wider than the screen; with `stack`, a row becomes a block on a phone.
 * `empty` stands where there are no rows.
 */
export function table<Row>(caption: string, columns: readonly Column<Row>[], rows: readonly Row[], empty: string, { stack = false } = {}): Html {
  if (rows.length === 0) return html`<p class="empty">${empty}</p>`
  // blocks are no table to a screen reader unless the roles say so
  const role = (name: string): Html | false => stack && html` role="${name}"`
  const head = columns.map((column) => html`<th scope="col"${role('columnheader')} class="${kind(column)}">${column.title}</th>`)
  const body = rows.map((row) => html`<tr${role('row')}>${columns.map((column) => html`<td${role('cell')} class="${kind(column)}">${column.value(row)}</td>`)}</tr>`)
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table${role('table')} class="${stack && 'stack'}"><caption class="hidden">${caption}</caption>
<thead${role('rowgroup')}><tr${role('row')}>${head}</tr></thead><tbody${role('rowgroup')}>${body}</tbody></table></div>`
}

const kind = (column: Column<never>): string => [column.number && 'number', column.minor && 'minor', column.broad && 'broad'].filter(Boolean).join(' ')
