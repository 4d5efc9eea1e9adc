import { type Problem } from '../../orders/problem'
import { type OpenMessage } from './reading'
import { type Segment } from './segment'

/** A message as an acknowledgement speaks of it. */
export interface ReceivedMessage {
  type: string
  control: string
  /** ST03, or the rest of UNH S009 as it came. */
  identifier: string[]
  /** Ordinal in the file of its first segment: positions in an acknowledgement count from there. */
  first: number
  problems: Problem[]
  /** What of the message each segment with a problem belongs to, by the segment's ordinal: an acknowledgement names it. */
  units: Map<number, BusinessUnit>
}

/** What a person of the sender would call a part of his message: the order by its number, a line by its own. */
export interface BusinessUnit {
  /** Where its number stands: `BEG03`. */
  name: string
  /** `''` where it has none. */
  number: string
}

/** Elements that name the document, and those that name a line, by their segments. */
const NUMBERS = new Map([['BEG', 3], ['BAK', 3], ['BCH', 3], ['BCA', 3], ['BIG', 2], ['BSN', 2], ['BFR', 2], ['BSS', 2], ['BIA', 3], ['W05', 2], ['W06', 2], ['B2', 4], ['B3', 2], ['B10', 2], ['B1', 2], ['G50', 3], ['TRN', 2],
  ['PO1', 1], ['POC', 1], ['IT1', 1], ['LIN', 1], ['HL', 1], ['LX', 1], ['S5', 1], ['RMR', 2]])

export interface ReceivedGroup {
  /** GS01: `PO`; EDIFACT 0038. */
  functional: string
  control: string
  version: string
  /** Application sender and receiver (GS02, GS03). */
  from: string
  to: string
  /** Number of messages that its trailer says; undefined without a trailer. */
  declared?: number
  messages: ReceivedMessage[]
  problems: Problem[]
}

export interface ReceivedInterchange {
  /** Sender and receiver with their qualifiers, as the envelope has them. */
  from: [qualifier: string, id: string]
  to: [qualifier: string, id: string]
  control: string
  /** Date and time as the envelope has them. */
  date: string
  time: string
  test: boolean
  syntax: string[]
  /** Does the sender ask for an interchange acknowledgement (ISA14, UNB 0031)? */
  asked: boolean
  groups: ReceivedGroup[]
  problems: Problem[]
}

/** The envelopes of a file as they came, kept while it is read: what an acknowledgement answers. */
export class Received {
  readonly interchanges: ReceivedInterchange[] = []
  private open: ReceivedInterchange | undefined
  private group: ReceivedGroup | undefined
  private header: Pick<ReceivedMessage, 'identifier' | 'first'> = { identifier: [], first: 1 }
  private seen = 0
  /** What its header lacks is told before the group is open. */
  private groupSeen = 0
  /** The units of the message that is open, each with the ordinal that it begins at. */
  private units: (BusinessUnit & { from: number })[] = []

  constructor(private readonly fileProblems: () => readonly Problem[]) {}

  interchange(opened: Omit<ReceivedInterchange, 'groups' | 'problems'>): void {
    this.open = { ...opened, groups: [], problems: [] }
    this.interchanges.push(this.open)
    this.group = undefined
    this.groupSeen = this.fileProblems().length
  }

  openGroup(opened: Omit<ReceivedGroup, 'messages' | 'problems'>): void {
    this.group = { ...opened, messages: [], problems: [] }
    this.open?.groups.push(this.group)
  }

  openMessage(identifier: string[], first: number): void {
    this.header = { identifier, first }
    this.units = []
    // EDIFACT has messages without groups, and so have damaged X12 files
    if (!this.group) this.openGroup({ functional: '', control: '', version: '', from: '', to: '' })
  }

  /** A segment of the message that is open. */
  segment(s: Segment): void {
    const element = NUMBERS.get(s.tag)
    if (element !== undefined) this.units.push({ from: s.ordinal, name: `${s.tag}${String(element).padStart(2, '0')}`, number: s.text(element) })
  }

  message({ type, control }: OpenMessage, problems: Problem[]): void {
    this.group?.messages.push({ type, control, ...this.header, problems, units: this.unitsOf(problems) })
  }

  private unitsOf(problems: readonly Problem[]): Map<number, BusinessUnit> {
    const found = new Map<number, BusinessUnit>()
    for (const { segment } of problems) {
      const unit = segment === undefined ? undefined : this.unitAt(segment)
      if (unit) found.set(segment!, unit)
    }
    return found
  }

  /** The last unit that begins at the segment or before it. */
  private unitAt(segment: number): BusinessUnit | undefined {
    const { units } = this
    let low = 0
    let high = units.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (units[middle]!.from <= segment) low = middle + 1
      else high = middle
    }
    return units[low - 1]
  }

  closeGroup(declared: string): void {
    if (!this.group) return
    if (/^\d+$/.test(declared)) this.group.declared = Number(declared)
    this.group.problems.push(...this.fileProblems().slice(this.groupSeen))
    this.groupSeen = this.fileProblems().length
    this.group = undefined
  }

  /** The file is over: what is wrong behind the last interchange is told with it. */
  end(): void {
    const problems = this.fileProblems()
    this.interchanges.at(-1)?.problems.push(...problems.slice(this.seen))
    this.seen = problems.length
  }

  /** What the file's problems have gained since the last interchange is this one's. */
  closeInterchange(): void {
    const problems = this.fileProblems()
    this.open?.problems.push(...problems.slice(this.seen))
    this.seen = problems.length
    this.open = this.group = undefined
  }
}
