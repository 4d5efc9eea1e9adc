import { type Identifier } from '../../../orders/draft'
import { type Interchange } from '../../document'
import { checkSegment } from '../check'
import { ControlNumbers } from '../control-numbers'
import { dayAfter, x12Date } from '../date'
import { isaIdentifier } from '../identifiers'
import { type Mapper, type Mapping } from '../message'
import { type Interpreter, type OpenMessage, type Reading } from '../reading'
import { type Segment } from '../segment'
import { x12Shapes } from '../shapes'
import { type Structure } from '../structure'
import { structureFor } from '../structures'
import { type Report } from '../tokenizer'
import { mappingOf } from './messages'

interface OpenInterchange {
  entry: Interchange
  control: string
  sender?: Identifier
  receiver?: Identifier
  latestDate?: string
  groups: number
  seenGroups: ControlNumbers
}

interface OpenGroup {
  control: string
  version: string
  messages: number
  seen: ControlNumbers
}

interface MappedMessage extends OpenMessage {
  mapper: Mapper
  structure: Structure | undefined
}

/** Follows the envelopes of X12 (X12.5, X12.6): ISA and IEA, GS and GE, ST and SE, and hands the segments between to the mapping. */
export class X12Interchanges implements Interpreter {
  private interchange: OpenInterchange | undefined
  private group: OpenGroup | undefined
  private message: MappedMessage | undefined
  private readonly seen = new Set<string>()
  private toldOutside = false
  private shapes = x12Shapes('')

  private readonly report: Report = (code, message, where) => this.reading.report(code, message, where)

  constructor(private readonly reading: Reading, private readonly mapping: (type: string) => Mapping = mappingOf) {}

  segment(s: Segment): void {
    if (s.tag === 'GS') this.shapes = x12Shapes(s.text(8))
    checkSegment(s, this.shapes, this.report)
    switch (s.tag) {
      case 'ST': return this.openMessage(s)
      case 'SE': return this.closeMessage(s)
      case 'GS': return this.openGroup(s)
      case 'GE': return this.closeGroup(s)
      case 'ISA': return this.openInterchange(s)
      case 'IEA': return this.closeInterchange(s)
      case 'TA1': case 'ISB': case 'ISE':
        if (!this.message) return
    }
    const message = this.message
    if (!message) return this.outside(s)
    message.segments++
    message.structure?.step(s)
    message.mapper.segment(s)
  }

  end(): void {
    this.abandonMessage('at the end of the file')
    this.abandonGroup('at the end of the file')
    this.abandonInterchange('at the end of the file')
  }

  private openInterchange(s: Segment): void {
    this.abandonMessage('where a new interchange begins')
    this.abandonGroup('where a new interchange begins')
    this.abandonInterchange('where a new interchange begins')
    const control = s.text(13)
    const sender = isaIdentifier(s.text(5), s.text(6))
    const receiver = isaIdentifier(s.text(7), s.text(8))
    const test = s.text(15) === 'T'
    const entry: Interchange = { control, test, messages: 0, ...(sender ? { sender } : {}), ...(receiver ? { receiver } : {}) }
    this.reading.interchanges.push(entry)
    this.reading.knowSender(sender ? [sender] : [])
    const date = x12Date(s.text(9))
    this.interchange = { entry, control, groups: 0, seenGroups: new ControlNumbers(), ...(sender ? { sender } : {}), ...(receiver ? { receiver } : {}),
      ...('value' in date ? { latestDate: dayAfter(date.value) } : {}) }
    if (control === '') this.reading.reportFile('control-number-missing', 'The interchange has no control number (ISA13).', s.where(13))
    const key = JSON.stringify([sender, receiver, control])
    if (this.seen.has(key)) {
      this.reading.reportFile('interchange-duplicate', `The interchange ${control} of the same sender stands twice in the file.`, s.where(13))
    }
    this.seen.add(key)
    if (test) this.reading.reportFile('test-indicator', 'The interchange is marked as a test (ISA15 is T).', s.where(15))
    this.reading.received?.interchange({ from: [s.text(5), s.text(6)], to: [s.text(7), s.text(8)], control, date: s.text(9), time: s.text(10), test,
      syntax: [s.text(12)], asked: s.text(14) === '1' })
  }

  private closeInterchange(s: Segment): void {
    this.abandonMessage('where the interchange ends')
    this.abandonGroup('where the interchange ends')
    const open = this.interchange
    if (!open) return this.reading.reportFile('trailer-without-header', 'An IEA stands without its ISA.', s.where())
    this.countDiffers('group-count-differs', 'IEA01', 'groups', s, 1, open.groups)
    this.controlDiffers('IEA02', 'ISA13', s, open.control)
    this.interchange = undefined
    this.reading.received?.closeInterchange()
  }

  private openGroup(s: Segment): void {
    this.abandonMessage('where a new group begins')
    this.abandonGroup('where a new group begins')
    const control = s.text(6)
    if (!this.interchange) this.bareInterchange(s)
    const open = this.interchange!
    open.groups++
    if (open.seenGroups.seen(control)) this.reading.reportFile('group-duplicate', `The group ${control} stands twice in the interchange.`, s.where(6))
    this.group = { control, version: s.text(8), messages: 0, seen: new ControlNumbers() }
    this.reading.received?.openGroup({ functional: s.text(1), control, version: s.text(8), from: s.text(2), to: s.text(3) })
    this.headerMissing(s, 6)
  }

  private closeGroup(s: Segment): void {
    this.abandonMessage('where the group ends')
    const open = this.group
    if (!open) return this.reading.reportFile('trailer-without-header', 'A GE stands without its GS.', s.where())
    this.countDiffers('message-count-differs', 'GE01', 'transaction sets', s, 1, open.messages)
    this.controlDiffers('GE02', 'GS06', s, open.control)
    this.group = undefined
    this.reading.received?.closeGroup(s.text(1))
  }

  private openMessage(s: Segment): void {
    this.abandonMessage('where a new transaction set begins')
    if (!this.interchange) this.bareInterchange(s)
    const { reading } = this
    const interchange = this.interchange!
    const group = this.group
    const type = s.text(1)
    const control = s.text(2)
    const version = group?.version || s.text(3)
    interchange.entry.messages++
    reading.openMessage()
    reading.received?.openMessage([s.text(3)], s.ordinal)
    if (group) {
      group.messages++
      if (control !== '' && group.seen.seen(control)) reading.report('message-duplicate', `The transaction set ${control} stands twice in the group.`, s.where(2))
    } else if (interchange.control !== '') reading.report('header-missing', 'The transaction set stands in no group (GS).', s.where())
    if (group && !/^00[2-9]\d{3}/.test(version)) reading.report('version-unknown', `The version "${version}" is none of X12; the set was read by the rules of 004010.`, s.where())
    if (control === '') reading.report('control-number-missing', 'The transaction set has no control number (ST02).', s.where(2))
    const mapper = this.mapping(type)({ type, version, report: this.report, profile: reading.profile, latestDate: interchange.latestDate })
    this.message = { type, control, version, segments: 1, mapper, structure: structureFor(type, this.report) }
    mapper.segment(s)
  }

  private closeMessage(s: Segment): void {
    const open = this.message
    if (!open) return this.reading.reportFile('trailer-without-header', 'An SE stands without its ST.', s.where())
    open.segments++
    open.mapper.segment(s)
    this.countDiffers('segment-count-differs', 'SE01', 'segments', s, 1, open.segments)
    this.controlDiffers('SE02', 'ST02', s, open.control)
    if (open.segments === 2) this.reading.report('message-empty', 'The transaction set has no segments between ST and SE.', s.where())
    open.structure?.end(s.where())
    this.putOut(open)
  }

  private putOut(open: MappedMessage): void {
    this.message = undefined
    const { entry } = this.interchange!
    const { order, document } = open.mapper.result()
    this.reading.closeMessage(open, entry, order, document)
  }

  /** Segments without an ISA: taken as an interchange of nobody, and said. */
  private bareInterchange(s: Segment): void {
    const entry: Interchange = { messages: 0 }
    this.reading.interchanges.push(entry)
    this.interchange = { entry, control: '', groups: 0, seenGroups: new ControlNumbers() }
    this.reading.knowSender([])
    this.reading.reportFile('envelope-missing', `A ${s.tag} stands without an interchange header (ISA): the sender is not known by the document.`, s.where())
  }

  private abandonMessage(when: string): void {
    const open = this.message
    if (!open) return
    this.reading.report('message-unterminated', `The transaction set ${open.type} ${open.control} has no SE ${when}: it may be cut off. Ask the sender for the whole.`, this.reading.here)
    this.putOut(open)
  }

  private abandonGroup(when: string): void {
    if (this.group) {
      this.reading.reportFile('group-unterminated', `The group ${this.group.control} has no GE ${when}.`, this.reading.here)
      this.reading.received?.closeGroup('')
    }
    this.group = undefined
  }

  private abandonInterchange(when: string): void {
    if (this.interchange && this.interchange.control !== '') {
      this.reading.reportFile('interchange-unterminated', `The interchange ${this.interchange.control} has no IEA ${when}.`, this.reading.here)
      this.reading.received?.closeInterchange()
    }
    this.interchange = undefined
  }

  private outside(s: Segment): void {
    if (this.toldOutside) return
    this.toldOutside = true
    this.reading.reportFile('segment-outside-message', `The segment ${s.tag} stands outside any transaction set; it and others like it were skipped.`, s.where())
  }

  private headerMissing(s: Segment, element: number): void {
    if (s.text(element) === '') this.reading.reportFile('control-number-missing', 'The group has no control number (GS06).', s.where(element))
  }

  private countDiffers(code: 'group-count-differs' | 'message-count-differs' | 'segment-count-differs', name: string, what: string,
    s: Segment, element: number, found: number): void {
    const text = s.text(element)
    if (!/^\d{1,10}$/.test(text)) this.reading.report('count-unreadable', `${name} is "${text}" and not a number of ${what}; found ${found}.`, s.where(element))
    else if (Number(text) !== found) this.reading.report(code, `${name} says ${text} ${what}, found ${found}.`, s.where(element))
  }

  private controlDiffers(trailer: string, header: string, s: Segment, control: string): void {
    const text = s.text(2)
    if (text === control) return
    const zeros = text !== '' && /^\d+$/.test(text) && /^\d+$/.test(control) && Number(text) === Number(control)
    this.reading.report('control-number-differs', `${trailer} is "${text}" and ${header} is "${control}"${zeros ? ' (leading zeros only)' : ''}.`, s.where(2))
  }
}
