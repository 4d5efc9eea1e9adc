import { type DraftLine, type Party } from '../../orders/draft'
import { keep, type Mapper, type MessageContext } from './message'
import { type Segment } from './segment'

/** How a value is taken from a segment. */
type Kind = 'text' | 'date' | 'decimal' | 'cents' | 'unit' | 'price' | 'items' | 'new' | 'close' | 'party' | 'join' | 'list' | 'code' | 'free'

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
}

export type Table = Map<string, Row[]>

/** What differs between X12 and EDIFACT: the reading of typed values, items and parties. */
export interface Dialect {
  text(s: Segment, element: number, component: number): string
  date(s: Segment, element: number, component: number): string | undefined
  decimal(s: Segment, element: number, component: number): string | undefined
  cents(s: Segment, element: number): string | undefined
  unit(s: Segment, element: number, component: number, target: { unit?: string; sourceUnit?: string }): void
  items(s: Segment, element: number, target: DraftLine): void
  /** Opens a party. False where it is none that the document knows. */
  party(s: Segment): boolean
  /** A segment that tells more of the open party. */
  detail(s: Segment): boolean
  closeParty(): void
  assign(target: Record<string, Party | undefined>): void
}

/**
 * A table from its notation, a row a line: `BIG.2 number`, `DTM[1=011].2 shippedOn date`, `IT1 lines new`, `IT1.4 lines.price price`, `TDS.1 ^payable cents`
 * (`^` also while a line is open), `ACK.1 lines.outcome code IA=accepted IR=rejected`. Of several `new` rows the first that may begin does.
 * EDIFACT components stand behind a second point: `BGM.2.1 number`.
 */
export function tableOf(notation: string): Table {
  const table: Table = new Map()
  for (const line of notation.trim().split('\n')) {
    const [at = '', to = '', kind = 'text', ...words] = line.trim().split(/\s+/)
    const match = /^(\w+)(?:\[(\d+)(?:\.(\d+))?=([\w|]+)\])?(?:\.(\d+)(?:\.(\d+))?)?$/.exec(at)
    if (!match) throw new Error(`no row of a table: ${line}`)
    const [, tag = '', element, component, codes, from, part] = match
    const path = to.replace('^', '')
    const section = kind === 'new' ? path : path.includes('.') ? path.slice(0, path.lastIndexOf('.')) : ''
    const row: Row = { tag, element: Number(from ?? 0), component: Number(part ?? 1), section, field: path.slice(path.lastIndexOf('.') + 1), kind: kind as Kind, always: to.startsWith('^') }
    if (element !== undefined) row.when = { element: Number(element), component: Number(component ?? 1), codes: new Set(codes!.split('|')) }
    if (words.length > 0) row.words = new Map(words.map((word) => word.split('=') as [string, string]))
    table.set(tag, [...(table.get(tag) ?? []), row])
  }
  return table
}

type Entry = Record<string, unknown>

/** Runs a message's table over its segments: a document in our words; what no row takes is kept in `extra` where it stood. */
export class TableMapper implements Mapper {
  protected readonly document: Entry = {}
  private readonly open = new Map<string, Entry>()

  constructor(private readonly table: Table, private readonly dialect: Dialect, protected readonly context: MessageContext) {}

  segment(s: Segment): void {
    const rows = this.table.get(s.tag)
    let taken = false
    let begun = false
    for (const row of rows ?? []) {
      if ((row.kind === 'new' && begun) || !this.applies(row, s) || !this.take(row, s)) continue
      taken = true
      if (row.kind === 'new') begun = true
    }
    if (taken) return
    if (this.dialect.detail(s)) return
    keep(this.extra(), s.tag, s.rest())
  }

  result(): { document: Record<string, unknown> } {
    this.dialect.assign(this.document as Record<string, Party | undefined>)
    return { document: this.document }
  }

  private applies({ when, section, always, kind }: Row, s: Segment): boolean {
    if (when && !when.codes.has(this.dialect.text(s, when.element, when.component))) return false
    if (kind === 'new') return !section.includes('.') || this.open.has(section.slice(0, section.lastIndexOf('.')))
    if (kind === 'close') return true
    return section === '' ? always || this.open.size === 0 : this.open.has(section)
  }

  private take(row: Row, s: Segment): boolean {
    const { kind, section, field } = row
    if (kind === 'new') {
      this.begin(section, s)
      return true
    }
    if (kind === 'close') {
      this.open.clear()
      return false
    }
    if (kind === 'party') return this.dialect.party(s)
    const target = section === '' ? this.document : this.open.get(section)!
    return this.put(row, field, s, target)
  }

  private put({ kind, element, component, words }: Row, field: string, s: Segment, target: Entry): boolean {
    const { dialect } = this
    if (kind === 'items') {
      dialect.items(s, element, target as unknown as DraftLine)
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
          : kind === 'price' ? priced(dialect.decimal(s, element, component))
            : kind === 'code' ? (words?.get(text) ?? text) : text
    if (value === undefined) return false
    // a second line of text is joined to the first; another value that stands twice is kept beside it
    if (kind === 'join' || kind === 'free') target[field] = target[field] === undefined ? value : `${target[field] as string} ${value as string}`
    else if (kind === 'list') ((target[field] ??= []) as unknown[]).push(value)
    else if (target[field] !== undefined) return target[field] === value
    else target[field] = value
    return true
  }

  /** A new entry of a list; what was open below the list is over. */
  private begin(section: string, s: Segment): void {
    this.dialect.closeParty()
    const parent = section.includes('.') ? this.open.get(section.slice(0, section.lastIndexOf('.'))) : undefined
    const target = parent ?? this.document
    const field = section.slice(section.lastIndexOf('.') + 1)
    const entry: Entry = {}
    const list = (target[field] as Entry[] | undefined) ?? []
    list.push(entry)
    target[field] = list
    for (const open of [...this.open.keys()]) if (open === section || open.startsWith(`${section}.`) || !section.startsWith(`${open}.`)) this.open.delete(open)
    this.open.set(section, entry)
    this.begun(section, entry, list.length, s)
  }

  /** For documents that need more of an entry's beginning. */
  protected begun(_section: string, _entry: Entry, _number: number, _s: Segment): void {}

  private extra(): Record<string, string[]> {
    const target = [...this.open.values()].at(-1) ?? this.document
    return (target.extra ??= {}) as Record<string, string[]>
  }
}

/** All components of free text. */
function freeText(dialect: Dialect, s: Segment, element: number): string {
  const parts: string[] = []
  for (let component = 1; component <= 5; component++) if (dialect.text(s, element, component) !== '') parts.push(dialect.text(s, element, component))
  return parts.join(' ')
}

const priced = (amount: string | undefined): { amount: string } | undefined => (amount === undefined ? undefined : { amount })
