import { compareBytes } from '../merge'
import { type Fields } from './fields'
import { CR, LF, Rows, UnreadableFile } from './rows'

const QUOTE = 34
const COMMA = 44
const COLON = 58
const BACKSLASH = 92
const OPEN = 123
const CLOSE = 125
const NULL = Buffer.from('null')
/** What a number or one of true, false, null may begin with. */
const SCALAR = new Set(Buffer.from('-0123456789tfn'))

/**
 * Rows of an NDJSON file: one object a line. Members are found without building objects, and numbers stay the text that the
 * file has, so that no digit is lost. A null is as good as an absent member.
 */
export class NdjsonRows extends Rows {
  private members = 0
  private nameStarts = new Int32Array(64)
  private nameEnds = new Int32Array(64)
  /** Slots whose value is a text with escapes. */
  private escaped: number[] = []
  private keyAt = -1
  private keyName = Buffer.alloc(0)
  private fields!: Fields

  async begin(key: string, fields: Fields): Promise<void> {
    this.layOut(key, fields)
    await this.open()
  }

  layOut(key: string, fields: Fields): void {
    this.keyName = Buffer.from(key)
    this.fields = fields
  }

  protected override keySlot(): number {
    if (this.keyAt < 0 || this.starts[this.keyAt] === this.ends[this.keyAt]) throw new UnreadableFile(`${this.at()} has no ${JSON.stringify(this.keyName.toString())}, which is the key`)
    return this.keyAt
  }

  protected override scan(): number {
    const { chunk, filled } = this
    for (; ;) {
      const found = chunk.indexOf(LF, this.position)
      const whole = found >= 0 && found < filled
      if (!whole && !this.ended) return -1
      const end = whole ? found : filled
      const next = whole ? found + 1 : filled
      const from = blanks(chunk, this.position, end)
      if (from < end) {
        this.members = 0
        this.escaped = []
        this.bytes = chunk
        this.rowStart = from
        this.rowEnd = chunk[end - 1] === CR ? end - 1 : end
        this.object(from, end)
        this.assign()
        return next
      }
      if (!whole) return -1
      this.position = next
    }
  }

  private object(from: number, end: number): void {
    const { chunk } = this
    if (chunk[from] !== OPEN) throw this.wrong('an object in braces is expected')
    let i = blanks(chunk, from + 1, end)
    if (chunk[i] !== CLOSE) {
      for (; ;) {
        i = blanks(chunk, this.member(i, end), end)
        if (i < end && chunk[i] === COMMA) i = blanks(chunk, i + 1, end)
        else if (i < end && chunk[i] === CLOSE) break
        else throw this.wrong('a comma or the closing brace is expected')
      }
    }
    if (blanks(chunk, i + 1, end) < end) throw this.wrong('one object a line is expected, and more follows it')
  }

  /** Takes one member and answers where it ends. */
  private member(from: number, end: number): number {
    const { chunk } = this
    if (from >= end || chunk[from] !== QUOTE) throw this.wrong('a name in quotes is expected')
    const slot = this.members++
    if (slot >= this.starts.length) this.growMembers()
    const nameEnd = this.closing(from + 1, end)
    this.nameStarts[slot] = from + 1
    this.nameEnds[slot] = nameEnd
    let i = blanks(chunk, nameEnd + 1, end)
    if (i >= end || chunk[i] !== COLON) throw this.wrong('a colon is expected after the name')
    i = blanks(chunk, i + 1, end)
    const byte = i < end ? chunk[i]! : 0
    if (byte === QUOTE) {
      const close = this.closing(i + 1, end)
      if (has(chunk, BACKSLASH, i + 1, close)) this.escaped.push(slot)
      this.starts[slot] = i + 1
      this.ends[slot] = close
      return close + 1
    }
    const close = byte === OPEN || byte === 91 ? this.nested(i, end) : this.scalar(i, end)
    const nothing = compareBytes(chunk, i, close, NULL, 0, NULL.length) === 0
    this.starts[slot] = i
    this.ends[slot] = nothing ? i : close
    return close
  }

  private scalar(from: number, end: number): number {
    if (from >= end || !SCALAR.has(this.chunk[from]!)) throw this.wrong('a value is expected')
    let i = from
    while (i < end && this.chunk[i]! > 32 && this.chunk[i] !== COMMA && this.chunk[i] !== CLOSE) i++
    return i
  }

  private nested(from: number, end: number): number {
    let depth = 0
    for (let i = from; i < end; i++) {
      const byte = this.chunk[i]!
      if (byte === QUOTE) i = this.closing(i + 1, end)
      else if (byte === OPEN || byte === 91) depth++
      else if ((byte === CLOSE || byte === 93) && --depth === 0) return i + 1
    }
    throw this.wrong('a list or object is not closed')
  }

  /** Where the text that begins at `i` has its closing quote. */
  private closing(from: number, end: number): number {
    for (let i = from; i < end; i++) {
      const byte = this.chunk[i]
      if (byte === BACKSLASH) i++
      else if (byte === QUOTE) return i
    }
    throw this.wrong('a text is not closed')
  }

  /** Says which slot each compared field and the key have, trying the place they had in the row before first. */
  private assign(): void {
    const { fields, slots } = this
    if (!this.isNamed(this.keyAt, this.keyName)) this.keyAt = this.slotOf(this.keyName)
    let met = this.keyAt < 0 ? 0 : 1
    for (let field = 0; field < fields.bytes.length; field++) {
      const name = fields.bytes[field]!
      if (!this.isNamed(slots[field] ?? -1, name)) slots[field] = this.slotOf(name)
      if (slots[field]! >= 0) met++
    }
    if (fields.open && met < this.members) {
      for (let slot = 0; slot < this.members; slot++) fields.add(this.memberName(slot))
      for (let field = 0; field < fields.bytes.length; field++) slots[field] = this.slotOf(fields.bytes[field]!)
    }
    if (this.escaped.length > 0) this.unescape()
  }

  private slotOf(name: Buffer): number {
    for (let slot = 0; slot < this.members; slot++) if (this.isNamed(slot, name)) return slot
    return -1
  }

  private isNamed(slot: number, name: Buffer): boolean {
    if (slot < 0 || slot >= this.members) return false
    const start = this.nameStarts[slot]!
    const end = this.nameEnds[slot]!
    if (has(this.chunk, BACKSLASH, start, end)) return Buffer.from(this.memberName(slot)).equals(name)
    return compareBytes(this.chunk, start, end, name, 0, name.length) === 0
  }

  private memberName(slot: number): string {
    return this.unquoted(this.chunk.toString('utf8', this.nameStarts[slot], this.nameEnds[slot]))
  }

  /** The row's values in bytes of their own, escapes resolved. */
  private unescape(): void {
    const values = Array.from({ length: this.members }, (_, slot) => {
      const value = this.chunk.subarray(this.starts[slot], this.ends[slot])
      return this.escaped.includes(slot) ? Buffer.from(this.unquoted(value.toString('utf8'))) : value
    })
    let offset = 0
    for (const [slot, value] of values.entries()) {
      this.starts[slot] = offset
      this.ends[slot] = offset += value.length
    }
    this.bytes = Buffer.concat(values)
  }

  private unquoted(text: string): string {
    try {
      return String(JSON.parse(`"${text}"`))
    } catch {
      throw this.wrong(`${JSON.stringify(text.slice(0, 40))} is no valid text`)
    }
  }

  private growMembers(): void {
    const length = this.starts.length * 2
    this.grow(length)
    const names = this.nameStarts
    const ends = this.nameEnds
    this.nameStarts = new Int32Array(length)
    this.nameEnds = new Int32Array(length)
    this.nameStarts.set(names)
    this.nameEnds.set(ends)
  }

  private wrong(what: string): UnreadableFile {
    return new UnreadableFile(`${this.at()} is not JSON: ${what}`)
  }
}

function blanks(bytes: Buffer, from: number, end: number): number {
  let i = from
  while (i < end && (bytes[i] === 32 || bytes[i] === 9 || bytes[i] === CR)) i++
  return i
}

function has(bytes: Buffer, wanted: number, from: number, end: number): boolean {
  for (let i = from; i < end; i++) if (bytes[i] === wanted) return true
  return false
}
