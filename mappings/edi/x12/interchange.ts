import { missing } from '../check/faults'
import { x12Shapes } from '../check/shapes'
import { x12Date } from '../date'
import { type GroupHeader, type InterchangeHeader, Interchanges, type MessageHeader, type Standard } from '../interchanges'
import { isaIdentifier } from '../identifiers'
import { type Mapping } from '../message'
import { tellEnvelopeGln } from '../numbers'
import { type Reading } from '../reading'
import { type Segment } from '../segment'
import { mappingOf } from './messages'

const X12: Standard = {
  interchange: { header: 'ISA', trailer: 'IEA', name: 'interchange', control: 'ISA13', element: 13, count: 'IEA01', again: 'IEA02' },
  group: { header: 'GS', trailer: 'GE', name: 'group', control: 'GS06', element: 6, count: 'GE01', again: 'GE02' },
  message: { header: 'ST', trailer: 'SE', name: 'transaction set', control: 'ST02', element: 2, count: 'SE01', again: 'SE02' },
  messages: 'transaction sets',
  groupsAreOptional: false,
  typeElement: 1,
  types: /^[A-Z0-9]{3}$/,
}

/** Functional group (GS01, X12 479) of each transaction set. */
const FUNCTIONAL = new Map([['850', 'PO'], ['855', 'PR'], ['860', 'PC'], ['865', 'CA'], ['875', 'OG'], ['810', 'IN'], ['820', 'RA'], ['824', 'AG'], ['830', 'PS'], ['846', 'IB'], ['856', 'SH'], ['862', 'SS'], ['940', 'OW'], ['945', 'SW'],
  ['204', 'SM'], ['210', 'IM'], ['214', 'QM'], ['990', 'GF'], ['997', 'FA'], ['999', 'FA']])

/** The envelopes of X12 (X12.5, X12.6): ISA and IEA, GS and GE, ST and SE. */
export class X12Interchanges extends Interchanges {
  /** The last version that is known to be one: the sets of a file mostly share it. */
  private lastVersion: string | undefined

  constructor(reading: Reading, mapping: (type: string) => Mapping = mappingOf) {
    super(reading, X12, mapping)
    reading.tokenizer.shapes = x12Shapes('')
  }

  protected interchangeHeader(s: Segment): InterchangeHeader {
    // blanks fill an element to its width, and say nothing
    for (const party of [6, 8]) if (s.has(party) && s.text(party) === '') missing(s, party, undefined, s.shape!.elements[party - 1]!, this.report)
    const sender = isaIdentifier(s.text(5), s.text(6))
    const receiver = isaIdentifier(s.text(7), s.text(8))
    tellEnvelopeGln(sender, s, this.report, 6)
    tellEnvelopeGln(receiver, s, this.report, 8)
    return { sender, receiver, from: [s.text(5), s.text(6)], to: [s.text(7), s.text(8)], control: s.text(13), date: s.text(9), time: s.text(10),
      test: s.text(15) === 'T', testElement: 15, made: x12Date(s.text(9)), charset: undefined, syntax: [s.text(12)], asked: s.text(14) === '1' }
  }

  /** From a group's header on segments are checked by its version. */
  protected groupHeader(s: Segment): GroupHeader {
    const version = s.text(8)
    this.reading.tokenizer.shapes = x12Shapes(version)
    return { functional: s.text(1), control: s.text(6), version, from: s.text(2), to: s.text(3) }
  }

  protected messageHeader(s: Segment): MessageHeader {
    return { type: s.text(1), control: s.text(2), version: this.group?.version || s.text(3) }
  }

  protected identifier(s: Segment): string[] {
    return [s.text(3)]
  }

  protected checkHeader({ type, version }: MessageHeader, s: Segment): void {
    const { group, reading } = this
    if (group && version !== this.lastVersion && !this.isVersion(version)) reading.report('version-unknown', `The version "${version}" is none of X12; the set was read by the rules of 004010.`, s.where())
    const functional = FUNCTIONAL.get(type)
    if (group && functional !== undefined && group.functional !== functional) reading.report('group-type-differs', `A ${type} stands in a group of ${group.functional || 'no'} documents (GS01), and belongs into one of ${functional}.`, s.where(1))
    if (!group && this.interchange?.enveloped) reading.reportFile('header-missing', 'The transaction set stands in no group (GS).', s.where())
  }

  private isVersion(version: string): boolean {
    const known = /^00[2-9]\d{3}/.test(version)
    if (known) this.lastVersion = version
    return known
  }

  /** TA1 stands between the envelopes and is a message by itself; ISB and ISE are passed over. */
  protected override service(s: Segment): boolean {
    if (this.message || (s.tag !== 'ISB' && s.tag !== 'ISE' && s.tag !== 'TA1')) return false
    if (s.tag === 'TA1' && this.interchange) {
      const { reading } = this
      reading.openMessage()
      const open = this.begin({ type: 'TA1', control: s.text(1), version: '' }, s)
      open.mapper.segment(s)
      this.putOut(open)
    }
    return true
  }
}
