import { type Rows } from '../../orders/reports/facts'

/** RFC 4180; a value that a spreadsheet would take for a formula is shown as text. */
export const csvOf = ({ columns, rows }: Rows): string => [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))].map((line) => `${line.map(quoted).join(',')}\r\n`).join('')

const quoted = (value: string): string => {
  const safe = /^[=+@\t\r-]/.test(value) && !/^-?\d+(\.\d+)?$/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
