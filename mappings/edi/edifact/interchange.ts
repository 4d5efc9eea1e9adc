import { type Identifier } from '../../../orders/draft'
import { type Interchange } from '../../document'
import { announced } from '../charset'
import { checkSegment } from '../check'
import { ControlNumbers } from '../control-numbers'
import { dayAfter, edifactDate } from '../date'
import { unbIdentifier } from '../identifiers'
import { type Mapper, type Mapping } from '../message'
import { type Interpreter, type OpenMessage, type Reading } from '../reading'
import { type Segment } from '../segment'
import { edifactShapes } from '../shapes'
import { type Structure } from '../structure'
import { structureFor } from '../structures'
import { type Report } from '../tokenizer'
import { mappingOf } from './messages'

interface OpenInterchange {
  entry: Interchange
  control: string
  enveloped: boolean
  groups: number
  sender?: Identifier
  receiver?: Identifier
  latestDate?: string
  /** Message references: unique in the group, or in an interchange without groups. */
  seen: ControlNumbers
  seenGroups: ControlNumbers
}

interface OpenGroup {
  control: string
  messages: number
  seen: ControlNumbers
}

interface MappedMessage extends OpenMessage {
  mapper: Mapper
  structure: Structure | undefined
}

/** Follows the envelopes of EDIFACT (ISO 9735): UNB and UNZ, UNG and UNE, UNH and UNT, and hands the segments between to the mapping. */
export class EdifactInterchanges implements Interpreter {
  private interchange: OpenInterchange | undefined
  private group: OpenGroup | undefined
  private message: MappedMessage | undefined
  private readonly seen = new Set<string>()
  private toldOutside = false
  /** The last version that is known to be one: the messages of a file mostly share it. */
  private lastVersion = ''
  private readonly shapes = edifactShapes()

  private readonly report: Report = (code, message, where) => this.reading.report(code, message, where)

  constructor(private readonly reading: Reading, private readonly mapping: (type: string) => Mapping = mappingOf) {}

  segment(s: Segment): void {
    checkSegment(s, this.shapes, this.report)
    switch (s.tag) {
      case 'UNH': return this.openMessage(s)
      case 'UNT': return this.closeMessage(s)
      case 'UNB': return this.openInterchange(s)
      case 'UNZ': return this.closeInterchange(s)
      case 'UNG': return this.openGroup(s)
      case 'UNE': return this.closeGroup(s)
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
    const { reading } = this
    const control = s.part(5, 1)
    const sender = unbIdentifier(s.part(2, 1), s.part(2, 2))
    const receiver = unbIdentifier(s.part(3, 1), s.part(3, 2))
    // 0035 test indicator: element 11 in syntax 3 and 4
    const test = s.part(11, 1) !== '' && s.part(11, 1) !== '0'
    const entry: Interchange = { control, test, messages: 0, ...(sender ? { sender } : {}), ...(receiver ? { receiver } : {}) }
    reading.interchanges.push(entry)
    const charset = announced(s.part(1, 1))
    reading.knowSender(sender ? [sender] : [], charset ?? 'ascii')
    const day = s.part(4, 1)
    const date = edifactDate(day, day.length === 8 ? '102' : '101')
    this.interchange = { entry, control, enveloped: true, groups: 0, seen: new ControlNumbers(), seenGroups: new ControlNumbers(),
      ...(sender ? { sender } : {}), ...(receiver ? { receiver } : {}), ...('value' in date ? { latestDate: dayAfter(date.value) } : {}) }
    if (control === '') reading.reportFile('control-number-missing', 'The interchange has no control reference (UNB 0020).', s.where(5))
    const key = JSON.stringify([sender, receiver, control])
    if (this.seen.has(key)) reading.reportFile('interchange-duplicate', `The interchange ${control} of the same sender stands twice in the file.`, s.where(5))
    this.seen.add(key)
    if (test) reading.reportFile('test-indicator', 'The interchange is marked as a test (UNB 0035).', s.where(11))
    reading.received?.interchange({ from: [s.part(2, 2), s.part(2, 1)], to: [s.part(3, 2), s.part(3, 1)], control, date: s.part(4, 1), time: s.part(4, 2), test,
      syntax: [s.part(1, 1), s.part(1, 2)], asked: s.part(9, 1) === '1' })
  }

  private closeInterchange(s: Segment): void {
    this.abandonMessage('where the interchange ends')
    this.abandonGroup('where the interchange ends')
    const open = this.interchange
    if (!open?.enveloped) return this.reading.reportFile('trailer-without-header', 'A UNZ stands without its UNB.', s.where())
    if (open.groups > 0) this.countDiffers('group-count-differs', 'UNZ', 'groups', s, open.groups)
    else this.countDiffers('message-count-differs', 'UNZ', 'messages', s, open.entry.messages)
    this.controlDiffers('UNZ', 'UNB', s, open.control)
    this.interchange = undefined
    this.reading.received?.closeInterchange()
  }

  private openGroup(s: Segment): void {
    this.abandonMessage('where a new group begins')
    this.abandonGroup('where a new group begins')
    if (!this.interchange) this.bareInterchange(s)
    const control = s.part(5, 1)
    const open = this.interchange!
    open.groups++
    if (control === '') this.reading.reportFile('control-number-missing', 'The group has no reference (UNG 0048).', s.where(5))
    else if (open.seenGroups.seen(control)) this.reading.reportFile('group-duplicate', `The group ${control} stands twice in the interchange.`, s.where(5))
    this.group = { control, messages: 0, seen: new ControlNumbers() }
    this.reading.received?.openGroup({ functional: s.part(1, 1), control, version: '', from: s.part(2, 1), to: s.part(3, 1) })
  }

  private closeGroup(s: Segment): void {
    this.abandonMessage('where the group ends')
    const open = this.group
    if (!open) return this.reading.reportFile('trailer-without-header', 'A UNE stands without its UNG.', s.where())
    this.countDiffers('message-count-differs', 'UNE', 'messages', s, open.messages)
    this.controlDiffers('UNE', 'UNG', s, open.control)
    this.group = undefined
    this.reading.received?.closeGroup(s.part(1, 1))
  }

  private openMessage(s: Segment): void {
    this.abandonMessage('where a new message begins')
    if (!this.interchange) this.bareInterchange(s)
    const { reading } = this
    const interchange = this.interchange!
    const control = s.part(1, 1)
    const type = s.part(2, 1)
    const release = s.part(2, 3)
    const version = release === '' ? s.part(2, 2) : `${s.part(2, 2)}:${release}`
    interchange.entry.messages++
    if (this.group) this.group.messages++
    reading.openMessage()
    reading.received?.openMessage([1, 2, 3, 4, 5].map((component) => s.part(2, component)), s.ordinal)
    if (control === '') reading.report('control-number-missing', 'The message has no reference (UNH 0062).', s.where(1))
    else if ((this.group ?? interchange).seen.seen(control)) reading.report('message-duplicate', `The message reference ${control} stands twice.`, s.where(1))
    if (version !== '' && version !== this.lastVersion && !/^(?:D:\d\d[ABCS]|[SD12]:\d{1,3}[A-Z]?|\d+)$/.test(version)) reading.report('version-unknown', `The version "${version}" is no directory of EDIFACT; the message was read by the rules of D.96A.`, s.where(2, 2))
    else this.lastVersion = version
    if (type === '') reading.report('message-type-unknown', 'The message does not say its type (UNH S009).', s.where(2))
    const mapper = this.mapping(type)({ type, version, report: this.report, profile: reading.profile, latestDate: interchange.latestDate,
      decimal: reading.tokenizer.delimiters?.decimal })
    this.message = { type, version, control, segments: 1, mapper, structure: structureFor(type, this.report) }
    mapper.segment(s)
  }

  private closeMessage(s: Segment): void {
    const open = this.message
    if (!open) return this.reading.reportFile('trailer-without-header', 'A UNT stands without its UNH.', s.where())
    open.segments++
    open.mapper.segment(s)
    this.countDiffers('segment-count-differs', 'UNT', 'segments', s, open.segments)
    this.controlDiffers('UNT', 'UNH', s, open.control)
    if (open.segments === 2) this.reading.report('message-empty', 'The message has no segments between UNH and UNT.', s.where())
    open.structure?.end(s.where())
    this.putOut(open)
  }

  private putOut(open: MappedMessage): void {
    this.message = undefined
    const { entry } = this.interchange!
    const { order, document } = open.mapper.result()
    this.reading.closeMessage(open, entry, order, document)
  }

  /** Messages without a UNB: taken as an interchange of nobody, and said. */
  private bareInterchange(s: Segment): void {
    const entry: Interchange = { messages: 0 }
    this.reading.interchanges.push(entry)
    this.interchange = { entry, control: '', enveloped: false, groups: 0, seen: new ControlNumbers(), seenGroups: new ControlNumbers() }
    this.reading.knowSender([])
    this.reading.reportFile('envelope-missing', `A ${s.tag} stands without an interchange header (UNB): the sender is not known by the document.`, s.where())
  }

  private abandonMessage(when: string): void {
    const open = this.message
    if (!open) return
    this.reading.report('message-unterminated', `The message ${open.type} ${open.control} has no UNT ${when}: it may be cut off. Ask the sender for the whole.`, this.reading.here)
    this.putOut(open)
  }

  private abandonGroup(when: string): void {
    if (this.group) {
      this.reading.reportFile('group-unterminated', `The group ${this.group.control} has no UNE ${when}.`, this.reading.here)
      this.reading.received?.closeGroup('')
    }
    this.group = undefined
  }

  private abandonInterchange(when: string): void {
    if (this.interchange?.enveloped) {
      this.reading.reportFile('interchange-unterminated', `The interchange ${this.interchange.control} has no UNZ ${when}.`, this.reading.here)
      this.reading.received?.closeInterchange()
    }
    this.interchange = undefined
  }

  private outside(s: Segment): void {
    if (this.toldOutside) return
    this.toldOutside = true
    this.reading.reportFile('segment-outside-message', `The segment ${s.tag} stands outside any message; it and others like it were skipped.`, s.where())
  }

  private countDiffers(code: 'group-count-differs' | 'message-count-differs' | 'segment-count-differs', trailer: string, what: string, s: Segment, found: number): void {
    const text = s.part(1, 1)
    if (!/^\d{1,10}$/.test(text)) this.reading.report('count-unreadable', `${trailer} has "${text}" and not a number of ${what}; found ${found}.`, s.where(1))
    else if (Number(text) !== found) this.reading.report(code, `${trailer} says ${text} ${what}, found ${found}.`, s.where(1))
  }

  private controlDiffers(trailer: string, header: string, s: Segment, control: string): void {
    const text = s.part(2, 1)
    if (text === control) return
    const zeros = /^\d+$/.test(text) && /^\d+$/.test(control) && Number(text) === Number(control)
    this.reading.report('control-number-differs', `The reference in ${trailer} is "${text}" and in ${header} "${control}"${zeros ? ' (leading zeros only)' : ''}.`, s.where(2))
  }
}
