import { CR, LF, Rows, UnreadableFile } from './rows'

const QUOTE = 34
const SEPARATORS = [',', ';', '\t', '|']

export interface CsvLayout {
  separator: string
  columns: string[]
}

/** Rows of a CSV file (RFC 4180: quotes, doubled quotes, line ends within quotes) with a header line. */
export class CsvRows extends Rows {
  private separator = 0
  private columns = 0
  private keyColumn = 0
  private escaped: number[] = []

  /** Reads the header; throws where it does not name the key. */
  async begin(key: string): Promise<CsvLayout> {
    await this.open()
    const header = await this.header()
    const separator = SEPARATORS.find((candidate) => namesOf(header, candidate).includes(key))
    if (separator === undefined) throw new UnreadableFile(`${this.path} has no column ${JSON.stringify(key)}; its header is ${JSON.stringify(header.slice(0, 200))}`)
    const columns = namesOf(header, separator)
    const double = columns.find((name, index) => columns.indexOf(name) !== index)
    if (double !== undefined) throw new UnreadableFile(`${this.path} has the column ${JSON.stringify(double)} twice: rename one of them`)
    this.layOut({ separator, columns }, key)
    return { separator, columns }
  }

  /** For rows without a header, as a sorted copy has them. */
  layOut({ separator, columns }: CsvLayout, key: string): void {
    this.separator = separator.charCodeAt(0)
    this.columns = columns.length
    this.keyColumn = columns.indexOf(key)
    if (columns.length >= this.starts.length) this.grow(columns.length + 1)
  }

  protected override keySlot(): number {
    if (this.starts[this.keyColumn] === this.ends[this.keyColumn]) throw new UnreadableFile(`${this.at()}: the key is empty`)
    return this.keyColumn
  }

  protected override scan(): number {
    const { chunk, filled, separator, starts, ends } = this
    let from = this.position
    while (from < filled && (chunk[from] === LF || chunk[from] === CR)) from++
    this.position = from
    if (from === filled) return -1
    let column = 0
    let start = from
    let i = from
    let next = -1
    if (this.escaped.length > 0) this.escaped = []
    for (; ;) {
      if (i >= filled) {
        if (!this.ended) return -1
        next = filled
        break
      }
      const byte = chunk[i]!
      if (byte === separator) {
        starts[column] = start
        ends[column++] = i
        start = ++i
      } else if (byte === LF) {
        next = i + 1
        break
      } else if (byte === QUOTE && i === start) {
        i = this.closing(i + 1, column)
        if (i < 0) return -1
        starts[column] = start + 1
        ends[column++] = i++
        if (i < filled && chunk[i] === CR) i++
        if (i >= filled && !this.ended) return -1
        if (i >= filled || chunk[i] === LF) {
          next = Math.min(i + 1, filled)
          start = -1
          break
        }
        if (chunk[i] !== separator) throw new UnreadableFile(`${this.at()}, column ${column}: text after the closing quote; a quote within quotes is written twice`)
        start = ++i
      } else i++
    }
    const end = i > from && chunk[i - 1] === CR ? i - 1 : i
    if (start >= 0) {
      starts[column] = start
      ends[column++] = Math.max(start, end)
    }
    if (column !== this.columns) throw new UnreadableFile(`${this.at()} has ${column} fields and the header ${this.columns}: correct the row, or quote the texts that hold the separator`)
    this.rowStart = from
    this.rowEnd = end
    this.bytes = this.escaped.length > 0 ? this.unescape() : chunk
    return next
  }

  /** Where the quoted field that begins at `i` ends: its closing quote, or -1 where the chunk does not hold it. */
  private closing(i: number, column: number): number {
    const { chunk, filled } = this
    let doubled = false
    for (; ; i += 2) {
      i = chunk.indexOf(QUOTE, i)
      // the byte after the quote decides, so it must be here too
      if (i < 0 || i >= filled || (i + 1 >= filled && !this.ended)) {
        if (this.ended) throw new UnreadableFile(`${this.at()}, column ${column + 1}: the quote is never closed`)
        return -1
      }
      if (i + 1 >= filled || chunk[i + 1] !== QUOTE) break
      doubled = true
    }
    if (doubled) this.escaped.push(column)
    return i
  }

  /** The row in bytes of its own, where quotes within quotes are single. */
  private unescape(): Buffer {
    const fields = Array.from({ length: this.columns }, (_, column) => {
      const field = this.chunk.subarray(this.starts[column], this.ends[column])
      return this.escaped.includes(column) ? Buffer.from(field.toString('latin1').replaceAll('""', '"'), 'latin1') : field
    })
    let offset = 0
    for (const [column, field] of fields.entries()) {
      this.starts[column] = offset
      this.ends[column] = offset += field.length
    }
    return Buffer.concat(fields)
  }

  private async header(): Promise<string> {
    for (; ;) {
      const end = this.chunk.indexOf(LF, this.position)
      if (end >= 0 && end < this.filled) return this.headerUpTo(end, end + 1)
      if (this.ended) return this.headerUpTo(this.filled, this.filled)
      await this.fill()
    }
  }

  private headerUpTo(end: number, next: number): string {
    const header = this.chunk.toString('utf8', this.position, end).replace(/\r$/, '')
    this.position = next
    return header
  }
}

const namesOf = (header: string, separator: string): string[] =>
  header.split(separator).map((name) => name.trim().replace(/^"(.*)"$/s, '$1').replaceAll('""', '"'))
