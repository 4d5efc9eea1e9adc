import { type Identifier, type Party } from '../../../orders/draft'
import { type Interchange } from '../../document'
import { Structure } from '../check/structure'
import { placesOf } from '../check/structures'
import { ControlNumbers } from '../control-numbers'
import { dayAfter, x12Date } from '../date'
import { LinePlaces } from '../line-places'
import { keep, type Mapper } from '../message'
import { tellEnvelopeGln } from '../numbers'
import { Overrides } from '../overrides'
import { type Interpreter, type OpenMessage, type Reading } from '../reading'
import { type Segment, type SegmentPlace } from '../segment'
import { type Report } from '../tokenizer'
import { unmapped } from '../unmapped'
import { tradacomsParty } from './fields'
import { TradacomsInvoice } from './invoice'
import { TradacomsOrder } from './order'

interface MappedMessage extends OpenMessage {
  mapper: Mapper
  overrides: Overrides | undefined
  structure: Structure | undefined
}

/** The parties that a file's header message (ORDHDR, INVFIL) names for the messages behind it. */
export interface FileParties {
  buyer?: Party
  seller?: Party
  /** What else it says: the kind of transaction, the file's number, texts. */
  extra?: Record<string, string[]>
}

/** Follows a TRADACOMS transmission: STX and END, MHD and MTR, and the header message whose parties hold for those after it. */
export class TradacomsFiles implements Interpreter {
  private transmission: { entry: Interchange; latestDate?: string; seen: ControlNumbers } | undefined
  private message: MappedMessage | undefined
  private parties: FileParties = {}
  private toldOutside = false
  private readonly report: Report = (code, message, where) => this.reading.report(code, message, where)

  constructor(private readonly reading: Reading) {}

  segment(s: Segment): void {
    switch (s.tag) {
      // batches and reconciliation stand around messages, and say nothing of an order
      case 'BAT': case 'EOB': return this.abandonMessage()
      case 'STX': return this.open(s)
      case 'MHD': return this.openMessage(s)
      case 'MTR': return this.closeMessage(s)
      case 'END': return this.close(s)
    }
    const { message } = this
    if (!message) {
      if (!this.toldOutside) this.reading.reportFile('segment-outside-message', `The segment ${s.tag} stands outside any message; it was skipped.`, s.where())
      this.toldOutside = true
      return
    }
    message.segments++
    if (message.type.endsWith('HDR') || message.type.endsWith('FIL')) this.header(s)
    message.structure?.step(s)
    message.mapper.segment(s)
    message.overrides?.segment(s)
  }

  end(): void {
    this.abandonMessage()
    if (this.transmission) this.reading.reportFile('interchange-unterminated', `The transmission ${this.transmission.entry.control ?? ''} has no END.`, this.reading.here)
  }

  private open(s: Segment): void {
    this.abandonMessage()
    if (this.transmission) this.reading.reportFile('interchange-unterminated', `The transmission ${this.transmission.entry.control ?? ''} has no END where a new one begins.`, this.reading.here)
    const sender = identifier(s, 2)
    const receiver = identifier(s, 3)
    tellEnvelopeGln(sender, s, this.report, 2, 1)
    tellEnvelopeGln(receiver, s, this.report, 3, 1)
    const control = s.part(5, 1)
    const entry: Interchange = { control, messages: 0, ...(sender ? { sender } : {}), ...(receiver ? { receiver } : {}) }
    const date = x12Date(s.part(4, 1))
    this.reading.interchanges.push(entry)
    this.reading.knowSender(sender ? [sender] : [])
    this.transmission = { entry, seen: new ControlNumbers(), ...('value' in date ? { latestDate: dayAfter(date.value) } : {}) }
    this.parties = {}
  }

  private close(s: Segment): void {
    this.abandonMessage()
    const { transmission } = this
    if (!transmission) return this.reading.reportFile('trailer-without-header', 'An END stands without its STX.', s.where())
    this.count('message-count-differs', 'END', 'messages', s, transmission.entry.messages)
    this.transmission = undefined
  }

  private openMessage(s: Segment): void {
    this.abandonMessage()
    const { reading, transmission } = this
    reading.openMessage()
    const control = s.part(1, 1)
    const type = s.part(2, 1)
    if (!transmission) reading.report('header-missing', 'The message stands outside a transmission (STX).', s.where())
    else {
      transmission.entry.messages++
      if (transmission.seen.seen(control)) reading.report('message-duplicate', `The message ${control} stands twice.`, s.where(1))
    }
    const { profile } = reading
    const overrides = profile?.fields ? new Overrides(profile.fields, 'tradacoms', { profile, report: this.report }) : undefined
    const context = { type, version: s.part(2, 2), header: s.where() as SegmentPlace, lines: new LinePlaces(), profile, latestDate: transmission?.latestDate, report: this.report, overrides }
    const mapper = type === 'ORDERS' ? new TradacomsOrder(context, this.parties) : type === 'INVOIC' ? new TradacomsInvoice(context, this.parties) : unmapped(context)
    const places = placesOf(`ANA ${type}`)
    this.message = { type, control, version: context.version, segments: 1, mapper, overrides, structure: places && new Structure(places, this.report) }
  }

  private closeMessage(s: Segment): void {
    const { message } = this
    if (!message) return this.reading.reportFile('trailer-without-header', 'An MTR stands without its MHD.', s.where())
    message.segments++
    this.count('segment-count-differs', 'MTR', 'segments', s, message.segments)
    message.structure?.end(s)
    this.putOut(message)
  }

  private putOut(message: MappedMessage): void {
    this.message = undefined
    const { order, document } = message.mapper.result()
    this.reading.closeMessage(message, this.transmission?.entry ?? { messages: 0 }, order, document)
  }

  private abandonMessage(): void {
    if (!this.message) return
    this.reading.report('message-unterminated', `The message ${this.message.type} ${this.message.control} has no MTR: it may be cut off. Ask the sender for the whole.`, this.reading.here)
    this.putOut(this.message)
  }

  private header(s: Segment): void {
    if (s.tag === 'SDT') this.parties.seller = tradacomsParty(s, this.report)
    else if (s.tag === 'CDT') this.parties.buyer = tradacomsParty(s, this.report)
    else keep((this.parties.extra ??= {}), s.tag, s.rest())
  }

  private count(code: 'segment-count-differs' | 'message-count-differs', trailer: string, what: string, s: Segment, found: number): void {
    const text = s.part(1, 1)
    if (!/^\d{1,9}$/.test(text)) this.reading.report('count-unreadable', `${trailer} has "${text}" and not a number of ${what}; found ${found}.`, s.where(1))
    else if (Number(text) !== found) this.reading.report(code, `${trailer} says ${text} ${what}, found ${found}.`, s.where(1))
  }
}

/** STX parties: a GLN, or a name where there is no code. */
function identifier(s: Segment, element: number): Identifier | undefined {
  const code = s.part(element, 1)
  if (code !== '') return { scheme: 'GLN', value: code }
  const name = s.part(element, 2)
  return name === '' ? undefined : { scheme: 'ANA', value: name }
}

/** What a message takes over from its file: each has its own list of what else was said. */
export function fileParties({ extra, ...parties }: FileParties): FileParties {
  return extra ? { ...parties, extra: Object.fromEntries(Object.entries(extra).map(([tag, texts]) => [tag, [...texts]])) } : parties
}
