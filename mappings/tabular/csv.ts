import { type Identifier } from '../../orders/draft'
import { type Problem } from '../../orders/problem'
import { applyProfile } from '../applyProfile'
import { type Charset, decode, isUtf16, marked } from '../charset'
import { type Read, type Reader, type ReadFile, type ReadOptions } from '../document'
import { fewer } from '../fewer'
import { type Profile } from '../profile'
import { recognise } from '../recognise'
import { type Columns, columnsOf } from './columns'
import { normal } from './headerWords'
import { ordersOf } from './orders'
import { type Row, rowsOf } from './rows'
import { knownCells, type Layout, layoutOf, split } from './separator'

/** Bytes that are looked at for the separator and the column names. */
const HEAD = 16 * 1024

/** Orders in comma, semicolon, tab or bar separated tables, one or many a file. */
export const csv: Reader = { formats: ['csv'], sniff, read }

function sniff(head: Buffer, file: string): number {
  const utf16 = marked(head)?.startsWith('utf-16') ?? isUtf16(head)
  const text = utf16 ? new TextDecoder(marked(head) ?? 'utf-16le').decode(head) : head.toString('latin1').replace(/^\xef\xbb\xbf/, '')
  if (recognise(Buffer.from(text.slice(0, 4096)), '').name !== 'plain text') return 0
  // accents of UTF-8 are no help in Latin-1, but most names have none
  const { cells, separator, skip } = layoutOf(text)
  const known = knownCells(cells)
  if (known >= 3) return 0.9
  if (known === 2 || (/\.(csv|tsv|tab)$/i.test(file) && cells.length > 1)) return 0.6
  const widths = text.split(/\r\n|\n|\r/).slice(skip, skip + 5).filter((line) => line !== '').map((line) => split(line, separator).length)
  return widths.length >= 2 && widths[0]! >= 4 && widths.every((width) => width === widths[0]) ? 0.4 : 0
}

async function* read(source: AsyncIterable<Buffer>, options: ReadOptions): AsyncIterable<Read> {
  const charset: Charset = { name: 'utf-8', guessed: false, damaged: false }
  const { head, all } = await peek(source)
  const { layout, profile, columns } = look(await textOf(head), options)
  const text = decode(all, charset, profile?.charset)
  const problems = [...columns.problems]
  if (!columns.problems.some((p) => p.severity === 'fatal')) yield* messages(text, layout, columns, profile, options.file, problems)
  if (charset.guessed) problems.push({ code: 'charset-guessed', severity: 'note', message: 'The text is not UTF-8 and was read as Windows-1252; give the charset in the partner\'s profile if letters look wrong.' })
  if (charset.damaged) problems.push({ code: 'charset-damaged', severity: 'warning', message: `Some bytes are no ${charset.name}; they show as \ufffd. Give the charset in the partner's profile.` })
  yield file(options.file, fewer(problems).map((problem) => applyProfile(problem, profile)))
}

async function* messages(text: AsyncIterable<string>, layout: Layout, columns: Columns, profile: Profile | undefined, name: string, problems: Problem[]): AsyncIterable<Read> {
  let broken: Problem | undefined
  const rows = rowsOf(withoutFirst(text, layout.skip), layout.separator, 1 + layout.skip, (problem) => { broken = problem })
  const table = { rows: columns.header ? withoutHeader(rows) : rows, columns, profile, file: name, type: 'orders.csv', broken: () => broken }
  let count = 0
  for await (const message of ordersOf(table)) {
    count++
    yield message
  }
  if (broken) problems.push(broken)
  if (count === 0 && !broken) problems.push({ code: 'rows-missing', severity: 'error', message: 'The table has column names and no rows.' })
}

/** The partner is asked for by what the first row says of the buyer, and by the column names, which are often his alone. */
function look(head: string, options: ReadOptions): { layout: Layout; profile: Profile | undefined; columns: Columns } {
  const found = layoutOf(head)
  const known = columnsOf(found.cells)
  const second = head.split(/\r\n|\n|\r/).slice(found.skip).filter((line) => line.trim() !== '')[1]
  const identifiers: Identifier[] = known.take(split(second ?? '', found.separator))
    .filter((taken) => taken.to.startsWith('buyer.identifiers.'))
    .map((taken) => ({ scheme: taken.to.slice('buyer.identifiers.'.length), value: taken.text }))
  const profile = options.profile?.([...identifiers, { scheme: 'columns', value: found.cells.map(normal).join('|') }])
  const layout = profile?.table?.separator ? layoutOf(head, profile.table.separator) : found
  return { layout, profile, columns: columnsOf(layout.cells, profile) }
}

/** The first bytes of a stream, and the whole of it. */
async function peek(source: AsyncIterable<Buffer>): Promise<{ head: Buffer; all: AsyncIterable<Buffer> }> {
  const rest = source[Symbol.asyncIterator]()
  const held: Buffer[] = []
  let done = false
  for (let size = 0; !done && size < HEAD;) {
    const step = await rest.next()
    done = step.done === true
    if (!step.done) { held.push(step.value); size += step.value.length }
  }
  const head = Buffer.concat(held)
  const all = async function* (): AsyncIterable<Buffer> {
    yield head
    while (!done) {
      const step = await rest.next()
      if (step.done) return
      yield step.value
    }
  }
  return { head, all: all() }
}

/** The head as text, before the partner and so the charset are known: good enough for the names of columns. */
async function textOf(head: Buffer): Promise<string> {
  let text = ''
  for await (const part of decode(one(head), { name: '', guessed: false, damaged: false })) text += part
  return text.replace(/^\ufeff/, '')
}

async function* one<T>(value: T): AsyncIterable<T> {
  yield value
}

/** Leaves out the line of `sep=;`. */
async function* withoutFirst(text: AsyncIterable<string>, lines: number): AsyncIterable<string> {
  let first = true
  for await (const part of text) {
    yield first && lines > 0 ? part.replace(/^[^\r\n]*(\r\n|\n|\r)/, '') : part
    first = false
  }
}

async function* withoutHeader(rows: AsyncIterable<Row>): AsyncIterable<Row> {
  let first = true
  for await (const row of rows) {
    if (!first) yield row
    first = false
  }
}

const file = (name: string, problems: Problem[]): ReadFile => ({ kind: 'file', file: name, format: 'csv', sha256: '', bytes: 0, interchanges: [], problems })
