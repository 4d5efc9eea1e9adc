import { type Cell } from 'write-excel-file/node'
import { isFigure } from '../../orders/reports/columns'
import { type Report } from '../../orders/reports/report'
import { type Reported } from './reports'

/** Figures that a spreadsheet holds exactly (IEEE 754); a longer one stays the text that it is. */
const EXACT_DIGITS = 15

/** R-RPT-06: a sheet for each report, with what it is as of and the filter that it was made by; figures are numbers. The writer is loaded when it is first needed. */
export async function workbookOf({ reports, ...of }: Reported): Promise<Buffer> {
  const { default: writeExcelFile } = await import('write-excel-file/node')
  return writeExcelFile(reports.map((report) => ({ sheet: report.name, data: [...statedBy(of), [], ...cellsOf(report)], columns: report.columns.map((column) => ({ width: widthOf(report, column) })) }))).toBuffer()
}

const statedBy = ({ asOf, zone, from, to }: Omit<Reported, 'reports'>): Cell[][] =>
  ([['as of', asOf], ['zone', zone], ['from', from], ['to', to]] as const).flatMap(([name, value]) => (value === undefined ? [] : [[text(name), text(value)]]))

const cellsOf = ({ columns, rows }: Report): Cell[][] => [
  columns.map((column) => ({ ...text(column), fontWeight: 'bold' as const, align: isFigure(column) ? 'right' as const : 'left' as const })),
  ...rows.map((row) => columns.map((column) => (isFigure(column) ? figure(row[column] ?? '') : text(row[column] ?? '')))),
]

const text = (value: string) => ({ type: String, value })

function figure(value: string): Cell {
  if (value === '') return null
  const [, , decimals = ''] = /^(-?\d+)(?:\.(\d+))?$/.exec(value) ?? []
  if (value.replace(/\D/g, '').length > EXACT_DIGITS || Number.isNaN(Number(value))) return { ...text(value), align: 'right' }
  return { type: Number, value: Number(value), format: decimals === '' ? '0' : `0.${'0'.repeat(decimals.length)}` }
}

const widthOf = ({ rows }: Report, column: string): number => Math.min(60, 2 + Math.max(column.length, ...rows.map((row) => (row[column] ?? '').length)))
