import { announced, NOTHING, outside } from '../charset'
import { edifactShapes } from '../check/shapes'
import { edifactDate } from '../date'
import { type GroupHeader, type InterchangeHeader, Interchanges, type MessageHeader, type Standard } from '../interchanges'
import { unbIdentifier } from '../identifiers'
import { type Mapping } from '../message'
import { tellEnvelopeGln } from '../numbers'
import { type Reading } from '../reading'
import { ODD } from '../flags'
import { type Segment } from '../segment'
import { Announced } from './announced'
import { mappingOf } from './messages'

const EDIFACT: Standard = {
  interchange: { header: 'UNB', trailer: 'UNZ', name: 'interchange', control: 'UNB 0020', element: 5, count: 'UNZ 0036', again: 'UNZ 0020' },
  group: { header: 'UNG', trailer: 'UNE', name: 'group', control: 'UNG 0048', element: 5, count: 'UNE 0060', again: 'UNE 0048' },
  message: { header: 'UNH', trailer: 'UNT', name: 'message', control: 'UNH 0062', element: 1, count: 'UNT 0074', again: 'UNT 0062' },
  messages: 'messages',
  groupsAreOptional: true,
  typeElement: 2,
  types: /^[A-Z0-9]{1,6}$/,
}

/** Directories of EDIFACT, trial and draft ones among them. */
const DIRECTORY = /^(?:D:\d\d[ABCS]|[SD1-4]:\d{1,3}[A-Z]?|\d+)$/

/** The envelopes of EDIFACT (ISO 9735): UNB and UNZ, UNG and UNE, UNH and UNT. */
export class EdifactInterchanges extends Interchanges {
  /** The last version that is known to be one, and the last from its parts: the messages of a file mostly share them. */
  private lastVersion = ''
  private last = { version: '', release: '', joined: '' }
  private readonly level = new Announced(this.report)

  constructor(reading: Reading, mapping: (type: string) => Mapping = mappingOf) {
    super(reading, EDIFACT, mapping)
    reading.tokenizer.shapes = edifactShapes()
  }

  override segment(s: Segment): void {
    if ((s.any & ODD) === 0) return super.segment(s)
    // what a header says is of what it opens
    const opens = s.tag === 'UNB' || s.tag === 'UNH'
    if (!opens) this.checkLevel(s)
    super.segment(s)
    if (opens) this.checkLevel(s)
  }

  /** Where a partner's profile names the character set, what he announces is no matter. */
  private checkLevel(s: Segment): void {
    if (this.reading.profile?.charset === undefined) this.level.check(s, this.message)
  }

  protected interchangeHeader(s: Segment): InterchangeHeader {
    const day = s.part(4, 1)
    const time = s.part(4, 2)
    const made = edifactDate(day, day.length === 8 ? '102' : '101')
    const charset = announced(s.part(1, 1))
    this.level.announce(s.part(1, 1), s.part(1, 2), this.reading.tokenizer.delimiters)
    this.reading.tokenizer.outside = outside(s.part(1, 1), s.part(1, 2)) ?? NOTHING
    if (charset === undefined || !/^[1-4]?$/.test(s.part(1, 2))) this.reading.reportFile('element-code', `UNB S001 announces the syntax "${s.part(1, 1)}" of version "${s.part(1, 2)}", which ISO 9735 does not have.`, s.where(1))
    if (day !== '' && !('value' in made)) this.reading.reportFile('element-type', `UNB 0017 is "${day}" and not a date.`, s.where(4, 1))
    if (time !== '' && !/^(?:[01]\d|2[0-3])[0-5]\d$/.test(time)) this.reading.reportFile('element-type', `UNB 0019 is "${time}" and not a time.`, s.where(4, 2))
    const sender = unbIdentifier(s.part(2, 1), s.part(2, 2))
    const receiver = unbIdentifier(s.part(3, 1), s.part(3, 2))
    tellEnvelopeGln(sender, s, this.report, 2, 1)
    tellEnvelopeGln(receiver, s, this.report, 3, 1)
    return { sender, receiver, from: [s.part(2, 2), s.part(2, 1)], to: [s.part(3, 2), s.part(3, 1)], control: s.part(5, 1), date: day,
      time, test: s.part(11, 1) !== '' && s.part(11, 1) !== '0', testElement: 11, made, charset: charset ?? 'ascii',
      syntax: [s.part(1, 1), s.part(1, 2)], asked: s.part(9, 1) === '1' }
  }

  protected groupHeader(s: Segment): GroupHeader {
    return { functional: s.part(1, 1), control: s.part(5, 1), version: '', from: s.part(2, 1), to: s.part(3, 1) }
  }

  protected messageHeader(s: Segment): MessageHeader {
    return { type: s.part(2, 1), control: s.part(1, 1), version: this.joined(s.part(2, 2), s.part(2, 3)) }
  }

  private joined(version: string, release: string): string {
    const { last } = this
    if (version !== last.version || release !== last.release) this.last = { version, release, joined: release === '' ? version : `${version}:${release}` }
    return this.last.joined
  }

  protected identifier(s: Segment): string[] {
    return [1, 2, 3, 4, 5].map((component) => s.part(2, component))
  }

  protected checkHeader({ version }: MessageHeader, s: Segment): void {
    if (version === '' || version === this.lastVersion) return
    if (DIRECTORY.test(version)) this.lastVersion = version
    else this.reading.report('version-unknown', `The version "${version}" is no directory of EDIFACT; the message was read by the rules of D.96A.`, s.where(2, 2))
  }
}
