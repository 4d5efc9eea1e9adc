import { type Problem } from '../../orders/problem'
import { applyProfile } from '../applyProfile'
import { type Read, type Reader, type ReadMessage, type ReadOptions } from '../document'
import { fewer } from '../fewer'
import { type Columns, columnsOf } from '../tabular/columns'
import { normal } from '../tabular/headerWords'
import { ordersOf } from '../tabular/orders'
import { type Row } from '../tabular/rows'
import { knownCells } from '../tabular/separator'
import { XmlFault } from '../xml'
import { sheetRows } from './rows'
import { type Sheet, type Workbook, workbookOf } from './workbook'
import { openZip, ZipFault } from './zip'

/** Excel workbooks (XLSX, XLSM): every visible sheet that is a table of orders. Macros are never looked at. */
export const xlsx: Reader = { formats: ['xlsx'], sniff, read }

/** Files of Office before 2007, and encrypted ones of today, are both such containers. */
const CONTAINER = 'd0cf11e0a1b11ae1'
/** Names of columns are looked for in so many rows; a title may stand above. */
const TOP = 20
/** An archive is read from its end, and so held whole. */
const LARGEST = 200 * 1024 * 1024

function sniff(head: Buffer): number {
  if (head.subarray(0, 8).toString('hex') === CONTAINER) return 0.95
  return /^PK\x03\x04[^]*?(xl\/|\[Content_Types\]\.xml)/.test(head.subarray(0, 4096).toString('latin1')) ? 0.95 : 0
}

async function* read(source: AsyncIterable<Buffer>, options: ReadOptions): AsyncIterable<Read> {
  const problems: Problem[] = []
  const report = (problem: Problem): void => { problems.push(problem) }
  try {
    const bytes = await whole(source)
    if (bytes.subarray(0, 8).toString('hex') === CONTAINER) throw new ZipFault('file-encrypted', bytes.includes(Buffer.from('EncryptedPackage', 'utf16le')) ? 'it is protected by a password' : 'it is in the form of Excel before 2007 (XLS)')
    const book = await workbookOf(await openZip(bytes), report)
    if (book.macros) report({ code: 'macros-ignored', severity: 'warning', message: 'The workbook holds macros. They were not looked at; ask the sender for a file without them (XLSX).' })
    let orders = 0
    for await (const message of sheetsOf(book, options, report)) {
      orders++
      yield message
    }
    if (orders === 0 && !problems.some(({ severity }) => severity === 'fatal')) report({ code: 'rows-missing', severity: 'error', message: 'No visible sheet of the workbook is a table of orders.' })
  } catch (error) {
    if (error instanceof XmlFault) report({ ...error.problem, message: `A part of the workbook cannot be read. ${error.problem.message}` })
    else if (error instanceof ZipFault) report({ code: error.code, severity: 'fatal', message: `The workbook cannot be read: ${error.message}. Ask the sender to save it as XLSX without a password, or as CSV.` })
    else throw error
  }
  yield { kind: 'file', file: options.file, format: 'xlsx', sha256: '', bytes: 0, interchanges: [], problems: fewer(problems) }
}

async function* sheetsOf(book: Workbook, options: ReadOptions, report: (problem: Problem) => void): AsyncIterable<ReadMessage> {
  const several = book.sheets.filter(({ hidden }) => !hidden).length > 1
  for (const sheet of book.sheets) {
    if (sheet.hidden) report({ code: 'sheet-hidden', severity: 'warning', tag: sheet.name, message: `Sheet ${sheet.name} is hidden and was not read.` })
    else yield* ordersIn(sheet, several, book, options, report)
  }
}

async function* ordersIn(sheet: Sheet, several: boolean, book: Workbook, options: ReadOptions, report: (problem: Problem) => void): AsyncIterable<ReadMessage> {
  const { header, second, rest } = await top(sheetRows(sheet, book, report))
  if (!header) return
  const known = columnsOf(header.cells)
  const buyer = second ? known.take(second.cells).filter(({ to }) => to.startsWith('buyer.identifiers.')).map(({ to, text }) => ({ scheme: to.slice('buyer.identifiers.'.length), value: text })) : []
  const profile = options.profile?.([...buyer, { scheme: 'columns', value: header.cells.map(normal).join('|') }])
  const columns: Columns = profile?.table ? columnsOf(header.cells, profile) : known
  const fatal = columns.problems.some(({ severity }) => severity === 'fatal')
  // a sheet of notes or of prices beside the orders is no fault
  if (fatal && several && knownCells(header.cells) < 2) return report({ code: 'sheet-not-read', severity: 'note', tag: sheet.name, message: `Sheet ${sheet.name} is no table of orders and was left out.` })
  for (const problem of columns.problems) report(applyProfile({ ...problem, line: header.line, tag: problem.tag ?? sheet.name }, profile))
  if (fatal) return
  const rows = filled(columns.header ? rest : before(header, rest), columns.names.length)
  for await (const message of ordersOf({ rows, columns, profile, file: options.file, type: 'orders.xlsx' })) yield { ...message, control: sheet.name }
}

/** The row of column names: of the first twenty the one with the most known words, else the first. */
async function top(rows: AsyncIterable<Row>): Promise<{ header?: Row; second?: Row; rest: AsyncIterable<Row> }> {
  const from = rows[Symbol.asyncIterator]()
  const first: Row[] = []
  for (let step = await from.next(); !step.done; step = await from.next()) {
    first.push(step.value)
    if (first.length === TOP) break
  }
  const best = first.reduce((found, row, i) => (knownCells(row.cells) > knownCells(first[found]!.cells) ? i : found), 0)
  const rest = async function* (): AsyncIterable<Row> {
    yield* first.slice(best + 1)
    for (let step = await from.next(); !step.done; step = await from.next()) yield step.value
  }
  return { ...(first[best] && { header: first[best] }), ...(first[best + 1] && { second: first[best + 1] }), rest: rest() }
}

async function* before(first: Row, rest: AsyncIterable<Row>): AsyncIterable<Row> {
  yield first
  yield* rest
}

/** A sheet leaves out the empty cells at the end of a row: nothing was cut off. */
async function* filled(rows: AsyncIterable<Row>, length: number): AsyncIterable<Row> {
  for await (const row of rows) {
    while (row.cells.length < length) row.cells.push('')
    yield row
  }
}

async function whole(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of source) {
    size += chunk.length
    if (size > LARGEST) throw new ZipFault('zip-too-large', `it is larger than ${LARGEST / 1024 / 1024} MiB`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
