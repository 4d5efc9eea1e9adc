import { type Problem } from '../../orders/problem'
import { type OpenMessage } from './reading'

/** A message as an acknowledgement speaks of it. */
export interface ReceivedMessage {
  type: string
  control: string
  /** ST03, or the rest of UNH S009 as it came. */
  identifier: string[]
  /** Ordinal in the file of its first segment: positions in an acknowledgement count from there. */
  first: number
  problems: Problem[]
}

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
  private groupSeen = 0

  constructor(private readonly fileProblems: () => readonly Problem[]) {}

  interchange(opened: Omit<ReceivedInterchange, 'groups' | 'problems'>): void {
    this.open = { ...opened, groups: [], problems: [] }
    this.interchanges.push(this.open)
    this.group = undefined
  }

  openGroup(opened: Omit<ReceivedGroup, 'messages' | 'problems'>): void {
    this.group = { ...opened, messages: [], problems: [] }
    this.groupSeen = this.fileProblems().length
    this.open?.groups.push(this.group)
  }

  openMessage(identifier: string[], first: number): void {
    this.header = { identifier, first }
    // EDIFACT has messages without groups, and so have damaged X12 files
    if (!this.group) this.openGroup({ functional: '', control: '', version: '', from: '', to: '' })
  }

  message({ type, control }: OpenMessage, problems: Problem[]): void {
    this.group?.messages.push({ type, control, ...this.header, problems })
  }

  closeGroup(declared: string): void {
    if (!this.group) return
    if (/^\d+$/.test(declared)) this.group.declared = Number(declared)
    this.group.problems.push(...this.fileProblems().slice(this.groupSeen))
    this.group = undefined
  }

  /** What the file's problems have gained since the last interchange is this one's. */
  closeInterchange(): void {
    const problems = this.fileProblems()
    this.open?.problems.push(...problems.slice(this.seen))
    this.seen = problems.length
    this.open = this.group = undefined
  }
}
