import { type DraftLine, type Party } from '../../orders/draft'
import { type Problem } from '../../orders/problem'
import { keep, type Mapper, type MessageContext } from './message'
import { type Segment } from './segment'

/** How a value is taken from a segment. */
type Kind = 'text' | 'date' | 'decimal' | 'cents' | 'unit' | 'price' | 'items' | 'new' | 'again' | 'end' | 'close' | 'party' | 'join' | 'list' | 'override' | 'code' | 'free' | 'count'

/** One row of a message's table: where a value stands, and what it is for us. */
export interface Row {
  tag: string
  /** Only where this element (and component) has one of these codes. */
  when?: { element: number; component: number; codes: Set<string> }
  element: number
  component: number
  /** `''` is the document; `lines`, `packages`, `lines.schedule` are its lists. */
  section: string
  field: string
  kind: Kind
  /** Taken for the document also while a list's entry is open. */
  always: boolean
  /** For `code`: the document's codes in our words. */
  words?: Map<string, string>
  /** For `items`: no more than so many pairs; other elements follow them. */
  pairs?: number
  /** The value is given to each entry of this list that begins later, and not to what is open. */
  carried?: string
  /** Elements that say nothing beyond the row: of a `new` row those behind its `-`. */
  silent?: Set<number>
}

export type Table = Map<string, Row[]>

/** What differs between X12 and EDIFACT: the reading of typed values, items and parties. */
export interface Dialect {
  text(s: Segment, element: number, component: number): string
  date(s: Segment, element: number, component: number): string | undefined
  decimal(s: Segment, element: number, component: number): string | undefined
  cents(s: Segment, element: number): string | undefined
  /** Base quantity of the price in that element, in units of the line; undefined where it is one. */
  base(s: Segment, element: number, unit: string | undefined): string | undefined
  unit(s: Segment, element: number, component: number, target: { unit?: string; sourceUnit?: string }): void
  items(s: Segment, element: number, target: DraftLine, pairs?: number): void
  /** Opens a party. False where it is none that the document knows. */
  party(s: Segment): boolean
  /** Opens a party that is an entry's own, whatever its role. */
  ownParty(s: Segment): Party
  /** A segment that tells more of the open party. */
  detail(s: Segment): boolean
  closeParty(): void
  /** Tells what is wrong with a segment's numbers, whether a row takes them or not. */
  check(s: Segment): void
  /** Does the segment say more than rows can take: the second date of a period? */
  leaves(s: Segment): boolean
  assign(target: { extra?: Record<string, string[]>; [role: string]: unknown }): void
}

/**
 * A table from its notation, a row a line: `BIG.2 number`, `DTM[1=011].2 shippedOn date`, `IT1 lines new`, `IT1.4 lines.price price`, `TDS.1 ^payable cents`
 * (`^` also while a line is open), `ACK.1 lines.outcome code IA=accepted IR=rejected`. Of several `new` rows the first that may begin does.
 * EDIFACT components stand behind a second point: `BGM.2.1 number`. `HL[3=I] lines new -3,4`: elements that are known to say no more than that.
 * `ACK lines.further again`: from the second ACK of a line on, which then says nothing of the line itself.
 * `PRF.1 lines@order`: for every line from here on; `SCC.1.1 lines.schedule@firmness`: of this line. `W12.7 lines.items items 1`: one pair of qualifier and id.
 * `SHP lines.schedule end`: what follows is the line's again. `CTT.1 lines count`: how many there are by the document, which is told where there are others.
 */
export function tableOf(notation: string): Table {
  const table: Table = new Map()
  for (const line of notation.trim().split('\n')) {
    const [at = '', to = '', kind = 'text', ...words] = line.trim().split(/\s+/)
    const match = /^(\w+)(?:\[(\d+)(?:\.(\d+))?=([\w|]+)\])?(?:\.(\d+)(?:\.(\d+))?)?$/.exec(at)
    if (!match) throw new Error(`no row of a table: ${line}`)
    const [, tag = '', element, component, codes, from, part] = match
    const path = to.replace('^', '')
    const section = kind === 'new' || kind === 'again' || kind === 'end' ? path : path.includes('.') ? path.slice(0, path.lastIndexOf('.')) : ''
    const row: Row = { tag, element: Number(from ?? 0), component: Number(part ?? 1), section, field: path.slice(path.lastIndexOf('.') + 1), kind: kind as Kind, always: to.startsWith('^') }
    if (element !== undefined) row.when = { element: Number(element), component: Number(component ?? 1), codes: new Set(codes!.split('|')) }
    if (path.includes('@')) Object.assign(row, { carried: path.slice(0, path.indexOf('@')), section: '', always: true, field: path.slice(path.indexOf('@') + 1) })
    if (kind === 'items' && words[0] !== undefined) row.pairs = Number(words[0])
    else if (words[0]?.startsWith('-')) row.silent = new Set(words[0].slice(1).split(',').map(Number))
    else if (words.length > 0) row.words = new Map(words.map((word) => word.split('=') as [string, string]))
    table.set(tag, [...(table.get(tag) ?? []), row])
  }
  return table
}

type Entry = Record<string, unknown>

/** Runs a message's table over its segments: a document in our words; what no row takes is kept in `extra` where it stood. */
export class TableMapper implements Mapper {
  protected readonly document: Entry = {}
  private readonly open = new Map<string, Entry>()
  private readonly carried = new Map<string, Entry>()
  private counts: { list: string; value: string; where: Partial<Problem> }[] = []
  /** By entry the tags that stood in it, where a row asks for the second of them. */
  private readonly stood = new WeakMap<Entry, Set<string>>()

  constructor(private readonly table: Table, private readonly dialect: Dialect, protected readonly context: MessageContext, private readonly finish?: (document: Entry) => void) {}

  segment(s: Segment): void {
    this.dialect.check(s)
    const rows = this.table.get(s.tag)
    const taken: Row[] = []
    for (const row of rows ?? []) {
      if ((begins(row) && taken.some(begins)) || isTakenBelow(row, taken) || !this.applies(row, s) || !this.take(row, s)) continue
      taken.push(row)
    }
    if (taken.length === 0 ? this.dialect.detail(s) : isSaid(s, taken) && !this.dialect.leaves(s)) return
    keep(this.extra(), s.tag, s.rest())
  }

  result(): { document: Record<string, unknown> } {
    this.dialect.assign(this.document)
    this.finish?.(this.document)
    for (const { list, value, where } of this.counts) {
      const found = (this.document[list] as unknown[] | undefined)?.length ?? 0
      if (value !== String(found)) this.context.report('line-count-differs', `The trailer says ${value} lines, found ${found}.`, where)
    }
    return { document: this.document }
  }

  private applies({ when, section, always, kind }: Row, s: Segment): boolean {
    if (when && !when.codes.has(this.dialect.text(s, when.element, when.component))) return false
    if (kind === 'new') return !section.includes('.') || this.open.has(section.slice(0, section.lastIndexOf('.')))
    if (kind === 'again') return this.stoodBefore(section, s.tag)
    if (kind === 'close' || kind === 'count') return true
    return section === '' ? always || this.open.size === 0 : this.open.has(section)
  }

  /** Is the segment not the first of its tag in the entry that the section is in? */
  private stoodBefore(section: string, tag: string): boolean {
    const parent = this.open.get(section.slice(0, section.lastIndexOf('.')))
    if (!parent) return false
    const stood = this.stood.get(parent) ?? new Set<string>()
    this.stood.set(parent, stood)
    const before = stood.has(tag)
    stood.add(tag)
    return before
  }

  private take(row: Row, s: Segment): boolean {
    const { kind, section, field } = row
    if (kind === 'new' || kind === 'again') {
      this.begin(section)
      return true
    }
    if (kind === 'close') {
      this.open.clear()
      return false
    }
    if (kind === 'end') {
      this.shut(section)
      return false
    }
    if (kind === 'count') {
      const value = this.dialect.decimal(s, row.element, row.component)
      if (value !== undefined) this.counts.push({ list: field, value, where: s.where(row.element, s.componentsOf(row.element) > 1 ? row.component : undefined) })
      return false
    }
    if (kind === 'party' && section === '') return this.dialect.party(s)
    const target = row.carried !== undefined ? this.carriedTo(row.carried, field) : section === '' ? this.document : this.open.get(section)!
    return this.put(row, field, s, target)
  }

  /** What each later entry of the list begins with; the value of before is over. */
  private carriedTo(list: string, field: string): Entry {
    const carried = this.carried.get(list) ?? {}
    this.carried.set(list, carried)
    delete carried[field]
    return carried
  }

  private put({ kind, element, component, words, pairs }: Row, field: string, s: Segment, target: Entry): boolean {
    const { dialect } = this
    if (kind === 'items') {
      dialect.items(s, element, target as unknown as DraftLine, pairs)
      return true
    }
    if (kind === 'party') {
      target[field] = dialect.ownParty(s)
      return true
    }
    if (kind === 'unit') {
      dialect.unit(s, element, component, target)
      return true
    }
    const text = kind === 'free' ? freeText(dialect, s, element) : dialect.text(s, element, component)
    if (text === '') return false
    const value = kind === 'date' ? dialect.date(s, element, component)
      : kind === 'decimal' ? dialect.decimal(s, element, component)
        : kind === 'cents' ? dialect.cents(s, element)
          : kind === 'price' ? priced(dialect.decimal(s, element, component), dialect.base(s, element, (target as DraftLine).unit))
            : kind === 'code' || kind === 'override' ? (words?.get(text) ?? text) : text
    if (value === undefined) return false
    // a second line of text is joined to the first; another value that stands twice is kept beside it
    if (kind === 'join' || kind === 'free') target[field] = target[field] === undefined ? value : `${target[field] as string} ${value as string}`
    else if (kind === 'list') ((target[field] ??= []) as unknown[]).push(value)
    else if (target[field] !== undefined && kind !== 'override') return target[field] === value
    else target[field] = value
    return true
  }

  /** A new entry of a list; what was open below the list is over. */
  private begin(section: string): void {
    this.dialect.closeParty()
    const parent = section.includes('.') ? this.open.get(section.slice(0, section.lastIndexOf('.'))) : undefined
    const target = parent ?? this.document
    const field = section.slice(section.lastIndexOf('.') + 1)
    const entry: Entry = { ...this.carried.get(section) }
    const list = (target[field] as Entry[] | undefined) ?? []
    list.push(entry)
    target[field] = list
    for (const open of [...this.open.keys()]) if (open === section || open.startsWith(`${section}.`) || !section.startsWith(`${open}.`)) this.open.delete(open)
    // what was said for all entries of a list in it was said of the one before
    for (const list of [...this.carried.keys()]) if (list.startsWith(`${section}.`)) this.carried.delete(list)
    this.open.set(section, entry)
  }

  /** The entry that is open in the list is over, and with it those of lists in it. */
  private shut(section: string): void {
    for (const open of [...this.open.keys()]) if (open === section || open.startsWith(`${section}.`)) this.open.delete(open)
  }

  private extra(): Record<string, string[]> {
    const target = [...this.open.values()].at(-1) ?? this.document
    return (target.extra ??= {}) as Record<string, string[]>
  }
}

const begins = ({ kind }: Row): boolean => kind === 'new' || kind === 'again'

/** What an entry has taken is not its parent's besides. */
const isTakenBelow = ({ kind, section, element, component, carried }: Row, taken: readonly Row[]): boolean =>
  kind !== 'new' && taken.some((row) => (carried !== undefined && carried === row.section && row.field !== '') || row.section.startsWith(`${section}.`) && (row.kind === 'again' || (row.element === element && row.component === component)))

/** All components of free text. */
function freeText(dialect: Dialect, s: Segment, element: number): string {
  const parts: string[] = []
  for (let component = 1; component <= 5; component++) if (dialect.text(s, element, component) !== '') parts.push(dialect.text(s, element, component))
  return parts.join(' ')
}

const priced = (amount: string | undefined, base: string | undefined): DraftLine['price'] => (amount === undefined ? undefined : base === undefined ? { amount } : { amount, base })

/** Kinds that take the whole segment, or see to what they leave. */
const WHOLE = new Set<Kind>(['party', 'items'])

/** Did the rows take everything that the segment says? What they leave is not dropped in silence. */
function isSaid(s: Segment, rows: readonly Row[]): boolean {
  for (let element = 1; element <= s.elements; element++) {
    if (rows.some((row) => WHOLE.has(row.kind) && element >= row.element && (row.pairs === undefined || element < row.element + row.pairs * 2))) continue
    for (let component = 1; component <= s.componentsOf(element); component++) {
      if (s.part(element, component) !== '' && !rows.some((row) => covers(row, element, component))) return false
    }
  }
  return true
}

function covers({ when, kind, silent, element, component }: Row, e: number, c: number): boolean {
  if (when?.element === e && when.component === c) return true
  if (silent?.has(e)) return true
  if (element !== e) return kind === 'price' && e === element + 1
  return c === component || kind === 'free' || (kind === 'price' && c === 5) || (kind === 'date' && c <= 3)
}
