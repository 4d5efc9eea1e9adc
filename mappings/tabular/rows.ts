import { type CsvError, parse } from 'csv-parse'
import { pipeline, Readable } from 'node:stream'
import { type Problem } from '../../orders/problem'

/** One record of a table. */
export interface Row {
  cells: string[]
  /** Ordinal of the record in the file, from 1. */
  number: number
  /** Line of the file that it begins on, from 1. */
  line: number
  /** Ordinals from 0 of the cells that are numbers and no text: a spreadsheet knows, and its numbers have a point. */
  numbers?: ReadonlySet<number>
}

/** The longest record that is taken; a quote that is never closed would else swallow the file. */
const RECORD = 1024 * 1024

/**
 * Parts text into records (RFC 4180; any line end; quotes inside an unquoted cell are text). Blank lines are left out. A broken
 * quote ends the table: `failed` is called with the problem after the last sound record.
 */
export async function* rowsOf(text: AsyncIterable<string>, separator: string, firstLine: number, failed: (problem: Problem) => void): AsyncIterable<Row> {
  const parser = parse({
    delimiter: separator, record_delimiter: ['\r\n', '\n', '\r'], bom: true, raw: true, info: true, max_record_size: RECORD,
    relax_quotes: true, relax_column_count: true, skip_records_with_error: true,
  })
  let failure: CsvError | undefined
  parser.on('skip', (error: CsvError) => { failure ??= error })
  // an error of the source reaches the loop below through the parser, which the pipeline destroys with it
  pipeline(Readable.from(text), parser, () => undefined)

  let line = firstLine
  let number = 0
  for await (const { record, raw, info } of parser as AsyncIterable<{ record: string[]; raw: string; info: { records: number } }>) {
    if (failure && info.records > Number(failure.records)) break
    const start = line
    line += raw.match(/\r\n|\n|\r/g)?.length ?? 0
    if (record.every((cell) => cell.trim() === '')) continue
    yield { cells: record.map((cell) => cell.trim()), number: ++number, line: start }
  }
  if (failure) failed(broken(failure, line, number + 1))
}

function broken(error: CsvError, line: number, row: number): Problem {
  const what = error.code === 'CSV_MAX_RECORD_SIZE' ? `A record is longer than ${RECORD} bytes; most likely a quote is not closed` : 'A quote is opened and never closed'
  return { code: 'quote-not-closed', severity: 'fatal', line, segment: row, message: `${what}. Nothing from line ${line} on can be read; close the quote and send the file again.` }
}
