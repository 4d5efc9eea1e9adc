import { type Identifier } from '../../orders/draft'
import { type Interchange } from '../document'
import { checkSegment } from './check/check'
import { Structure } from './check/structure'
import { placesOf } from './check/structures'
import { ControlNumbers } from './control-numbers'
import { dayAfter, type DateRead } from './date'
import { LinePlaces } from './line-places'
import { type Mapper, type Mapping, type MessageContext } from './message'
import { Overrides } from './overrides'
import { type Interpreter, type OpenMessage, type Reading } from './reading'
import { type ReceivedGroup, type ReceivedInterchange } from './received'
import { type Segment } from './segment'
import { SERVICE } from './tag'
import { type Report } from './tokenizer'
import { unmapped } from './unmapped'

/** What a standard calls one of its three envelopes, in words and by the places of its counts and control numbers. */
export interface EnvelopeNames {
  header: string
  trailer: string
  /** `transaction set` */
  name: string
  /** Where its header has its control number, in words and as an element. */
  control: string
  element: number
  /** Where its trailer has the count of what it holds, and the control number again; elements 1 and 2. */
  count: string
  again: string
}

export interface Standard {
  interchange: EnvelopeNames
  group: EnvelopeNames
  message: EnvelopeNames
  /** `transaction sets` */
  messages: string
  /** Does the interchange's trailer count messages where there are no groups? */
  groupsAreOptional: boolean
  /** Where a message's header has its type, and what a type looks like. */
  typeElement: number
  types: RegExp
}

export type InterchangeHeader = Omit<ReceivedInterchange, 'groups' | 'problems'> & { sender: Identifier | undefined; receiver: Identifier | undefined; made: DateRead; charset: string | undefined; testElement: number }
export type GroupHeader = Omit<ReceivedGroup, 'messages' | 'problems'>
export interface MessageHeader { type: string; version: string; control: string }

interface OpenInterchange {
  entry: Interchange
  control: string
  /** False where messages stand without an envelope around them. */
  enveloped: boolean
  groups: number
  latestDate: string | undefined
  /** Control numbers of messages that stand in no group. */
  seen: ControlNumbers
  seenGroups: ControlNumbers
}

interface OpenGroup {
  functional: string
  control: string
  version: string
  messages: number
  seen: ControlNumbers
}

interface MappedMessage extends OpenMessage {
  mapper: Mapper
  overrides: Overrides | undefined
  structure: Structure | undefined
}

/** Follows the envelopes of X12 or EDIFACT (interchange, group, message), checks them, and hands the segments between to the mapping. */
export abstract class Interchanges implements Interpreter {
  protected group: OpenGroup | undefined
  protected message: MappedMessage | undefined
  protected interchange: OpenInterchange | undefined
  private readonly seen = new Set<string>()
  private toldOutside = false
  private lastType: string | undefined
  private lastMapping: Mapping | undefined
  private readonly structures = new Map<string, Structure>()
  protected readonly report: Report = (code, message, where) => this.reading.report(code, message, where)
  private readonly context: MessageContext = { type: '', version: '', header: { segment: 0, tag: '', line: 0, offset: 0 }, lines: new LinePlaces(), report: this.report,
    profile: undefined, decimal: undefined, overrides: undefined, latestDate: undefined }

  constructor(protected readonly reading: Reading, private readonly standard: Standard, private readonly mapping: (type: string) => Mapping) {}

  protected abstract interchangeHeader(s: Segment): InterchangeHeader
  protected abstract groupHeader(s: Segment): GroupHeader
  protected abstract messageHeader(s: Segment): MessageHeader
  /** What an acknowledgement repeats of a message's header. */
  protected abstract identifier(s: Segment): string[]
  /** Checks what only this standard has in the header of a message. */
  protected abstract checkHeader(header: MessageHeader, s: Segment): void
  /** A service segment of this standard that is no header or trailer. False where it is none. */
  protected service(_s: Segment): boolean {
    return false
  }

  segment(s: Segment): void {
    // a message's header is the message's, once it is open
    if (s.doubts !== 0 && s.tag !== this.standard.message.header) this.check(s)
    if (s.tagNumber <= SERVICE && this.envelope(s)) return
    const message = this.message
    if (!message) return this.outside(s)
    message.segments++
    this.reading.received?.segment(s)
    message.structure?.step(s)
    message.mapper.segment(s)
    message.overrides?.segment(s)
  }

  private check(s: Segment): void {
    const { shape } = s
    if (shape) checkSegment(s, shape, this.report)
  }

  end(): void {
    this.abandon('at the end of the file', true)
  }

  private envelope(s: Segment): boolean {
    const { interchange, group, message } = this.standard
    switch (s.tag) {
      case message.header: this.openMessage(s); return true
      case message.trailer: this.closeMessage(s); return true
      case group.header: this.openGroup(s); return true
      case group.trailer: this.closeGroup(s); return true
      case interchange.header: this.openInterchange(s); return true
      case interchange.trailer: this.closeInterchange(s); return true
      default: return this.service(s)
    }
  }

  private openInterchange(s: Segment): void {
    this.abandon('where a new interchange begins', true)
    const { reading } = this
    const { name, control: place, element } = this.standard.interchange
    const { sender, receiver, made, charset, testElement, ...header } = this.interchangeHeader(s)
    const { control, test } = header
    this.beginInterchange(control, { control, test, messages: 0, ...(sender ? { sender } : {}), ...(receiver ? { receiver } : {}) }, 'value' in made ? dayAfter(made.value) : undefined)
    reading.knowSender(sender ? [sender] : [], charset)
    if (control === '') reading.reportFile('control-number-missing', `The ${name} has no control number (${place}).`, s.where(element))
    const key = JSON.stringify([sender, receiver, control])
    if (this.seen.has(key)) reading.reportFile('interchange-duplicate', `The ${name} ${control} of the same sender stands twice in the file.`, s.where(element))
    this.seen.add(key)
    if (test) reading.reportFile('test-indicator', `The ${name} is marked as a test.`, s.where(testElement))
    reading.received?.interchange(header)
  }

  private beginInterchange(control: string, entry: Interchange, latestDate?: string): OpenInterchange {
    this.reading.interchanges.push(entry)
    return (this.interchange = { entry, control, enveloped: entry.control !== undefined, groups: 0, latestDate, seen: new ControlNumbers(), seenGroups: new ControlNumbers() })
  }

  /** Segments without a header of the interchange: taken as one of nobody, and said. */
  private bareInterchange(s: Segment): OpenInterchange {
    const open = this.beginInterchange('', { messages: 0 })
    const { name, header } = this.standard.interchange
    this.reading.knowSender([])
    this.reading.reportFile('envelope-missing', `A ${s.tag} stands without an ${name} header (${header}): the sender is not known by the document.`, s.where())
    return open
  }

  private closeInterchange(s: Segment): void {
    this.abandon(`where the ${this.standard.interchange.name} ends`, false)
    const open = this.interchange
    const { trailer, header, count } = this.standard.interchange
    if (!open?.enveloped) return this.reading.reportFile('trailer-without-header', `An ${trailer} stands without its ${header}.`, s.where())
    if (open.groups > 0 || !this.standard.groupsAreOptional) this.countDiffers('group-count-differs', count, 'groups', s, open.groups)
    else this.countDiffers('message-count-differs', count, this.standard.messages, s, open.entry.messages)
    this.controlDiffers(this.standard.interchange, s, open.control)
    this.interchange = undefined
    this.reading.received?.closeInterchange()
  }

  private openGroup(s: Segment): void {
    this.abandonMessage('where a new group begins')
    this.abandonGroup('where a new group begins')
    const open = this.interchange ?? this.bareInterchange(s)
    const { name, control: place, element } = this.standard.group
    const header = this.groupHeader(s)
    const { control, version } = header
    open.groups++
    this.reading.received?.openGroup(header)
    if (control === '') this.reading.reportFile('control-number-missing', `The ${name} has no control number (${place}).`, s.where(element))
    else if (open.seenGroups.seen(control)) this.reading.reportFile('group-duplicate', `The ${name} ${control} stands twice in the interchange.`, s.where(element))
    this.group = { functional: header.functional, control, version, messages: 0, seen: new ControlNumbers() }
  }

  private closeGroup(s: Segment): void {
    this.abandonMessage('where the group ends')
    const open = this.group
    const { trailer, header, count } = this.standard.group
    if (!open) return this.reading.reportFile('trailer-without-header', `A ${trailer} stands without its ${header}.`, s.where())
    this.countDiffers('message-count-differs', count, this.standard.messages, s, open.messages)
    this.controlDiffers(this.standard.group, s, open.control)
    this.group = undefined
    this.reading.received?.closeGroup(s.text(1))
  }

  private openMessage(s: Segment): void {
    const { message: { name, control: place, element }, typeElement } = this.standard
    this.abandonMessage(`where a new ${name} begins`)
    const { reading, group } = this
    const interchange = this.interchange ?? this.bareInterchange(s)
    const header = this.messageHeader(s)
    const { type, control } = header
    reading.openMessage()
    reading.received?.openMessage(this.identifier(s), s.ordinal)
    if (s.doubts !== 0) this.check(s)
    if (group) group.messages++
    if (control === '') reading.report('control-number-missing', `The ${name} has no control number (${place}).`, s.where(element))
    else if ((group ?? interchange).seen.seen(control)) reading.report('message-duplicate', `The ${name} ${control} stands twice.`, s.where(element))
    // the messages of a file mostly share their type
    if (type !== this.lastType) this.checked(type)
    if (this.lastMapping === undefined) reading.report('message-type-unknown', type === '' ? `The ${name} does not say its type.` : `"${type}" is no type of a ${name}.`, s.where(typeElement))
    else if (this.lastMapping === unmapped) reading.report('message-type-unsupported', `A ${name} ${type} is kept and not read: nothing is made of it. A person looks at it, or the partner sends none.`, s.where(typeElement))
    this.checkHeader(header, s)
    this.begin(header, s)
  }

  /** Looks at a type once: its mapping, and none where it is no type. */
  private checked(type: string): void {
    this.lastType = type
    this.lastMapping = this.standard.types.test(type) ? this.mapping(type) : undefined
  }

  /** From here on segments are this message's. */
  protected begin({ type, control, version }: MessageHeader, s: Segment): MappedMessage {
    const { reading } = this
    const interchange = this.interchange!
    interchange.entry.messages++
    const { profile } = reading
    const decimal = reading.tokenizer.delimiters?.decimal
    const overrides = profile?.fields ? new Overrides(profile.fields, reading.dialect.format as 'x12' | 'edifact', { profile, decimal, report: this.report }) : undefined
    const mapping = type === this.lastType && this.lastMapping ? this.lastMapping : this.mapping(type)
    const { context } = this
    context.type = type
    context.version = version
    context.profile = profile
    context.decimal = decimal
    context.overrides = overrides
    context.latestDate = interchange.latestDate
    s.tell(context.header)
    const mapper = mapping(context)
    return (this.message = { type, control, version, segments: 1, mapper, overrides, structure: this.structureOf(type) })
  }

  private structureOf(type: string): Structure | undefined {
    const known = this.structures.get(type)
    known?.begin()
    const places = known ? undefined : placesOf(type)
    if (!places) return known
    const made = new Structure(places, this.report)
    this.structures.set(type, made)
    return made
  }

  private closeMessage(s: Segment): void {
    const open = this.message
    const { name, trailer, header, count } = this.standard.message
    if (!open) return this.reading.reportFile('trailer-without-header', `A ${trailer} stands without its ${header}.`, s.where())
    open.segments++
    this.countDiffers('segment-count-differs', count, 'segments', s, open.segments)
    this.controlDiffers(this.standard.message, s, open.control)
    if (open.segments === 2) this.reading.report('message-empty', `The ${name} has no segments between ${header} and ${trailer}.`, s.where())
    open.structure?.end(s)
    this.putOut(open)
  }

  protected putOut(open: MappedMessage): void {
    this.message = undefined
    const { order, document } = open.mapper.result()
    this.reading.closeMessage(open, this.interchange!.entry, order, document)
  }

  /** What is open was cut off: the message and group, and the interchange where that is over too. */
  private abandon(when: string, interchange: boolean): void {
    this.abandonMessage(when)
    this.abandonGroup(when)
    const open = this.interchange
    if (!interchange || !open) return
    this.interchange = undefined
    if (!open.enveloped) return
    const { name, trailer } = this.standard.interchange
    this.reading.reportFile('interchange-unterminated', `The ${name} ${open.control} has no ${trailer} ${when}.`, this.reading.here)
    this.reading.received?.closeInterchange()
  }

  private abandonGroup(when: string): void {
    const open = this.group
    if (!open) return
    this.group = undefined
    const { name, trailer } = this.standard.group
    this.reading.reportFile('group-unterminated', `The ${name} ${open.control} has no ${trailer} ${when}.`, this.reading.here)
    this.reading.received?.closeGroup('')
  }

  private abandonMessage(when: string): void {
    const open = this.message
    if (!open) return
    const { name, trailer } = this.standard.message
    this.reading.report('message-unterminated', `The ${name} ${open.type} ${open.control} has no ${trailer} ${when}: it may be cut off. Ask the sender for the whole.`, this.reading.here)
    this.putOut(open)
  }

  private outside(s: Segment): void {
    if (this.toldOutside) return
    this.toldOutside = true
    this.reading.reportFile('segment-outside-message', `The segment ${s.tag} stands outside any ${this.standard.message.name}; it and others like it were skipped.`, s.where())
  }

  private countDiffers(code: 'group-count-differs' | 'message-count-differs' | 'segment-count-differs', place: string, what: string, s: Segment, found: number): void {
    const text = s.text(1)
    if (text === String(found)) return
    if (!/^\d{1,10}$/.test(text)) this.reading.report('count-unreadable', `${place} is "${text}" and not a number of ${what}; found ${found}.`, s.where(1))
    else if (Number(text) !== found) this.reading.report(code, `${place} says ${text} ${what}, found ${found}.`, s.where(1))
  }

  private controlDiffers({ again, control: place }: EnvelopeNames, s: Segment, control: string): void {
    const text = s.text(2)
    if (text === control) return
    const zeros = /^\d+$/.test(text) && /^\d+$/.test(control) && Number(text) === Number(control)
    this.reading.report('control-number-differs', `${again} is "${text}" and ${place} is "${control}"${zeros ? ' (leading zeros only)' : ''}.`, s.where(2))
  }
}
