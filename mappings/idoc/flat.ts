import { type Problem } from '../../orders/problem'
import { type Charset } from '../charset'
import { type Read, type Reader, type ReadMessage, type ReadOptions } from '../document'
import { fewer } from '../fewer'
import { type XmlElement } from '../xml/element'
import { CONTROL_FIELDS, DATA_AT, DATA_FIELDS, type FlatField, flatFields, segmentName } from './fields'
import { idoc } from './idoc'
import { type FlatRecord, recordsOf } from './records'

/** SAP IDocs as a flat file: a control record (EDI_DC40) and data records of fixed fields. They are read by the same mapping as in XML. */
export const flatIdoc: Reader = { formats: ['idoc'], sniff, read }

function sniff(head: Buffer): number {
  return /^(\xef\xbb\xbf)?EDI_DC40/.test(head.subarray(0, 16).toString('latin1')) || /^\ufeff?EDI_DC40/.test(head.subarray(0, 20).toString('utf16le')) ? 0.95 : 0
}

async function* read(source: AsyncIterable<Buffer>, options: ReadOptions): AsyncIterable<Read> {
  const charset: Charset = { name: 'utf-8', guessed: false, damaged: false }
  const problems: Problem[] = []
  let open: OpenIdoc | undefined
  for await (const record of recordsOf(source, charset)) {
    if (record.text.startsWith('EDI_DC')) {
      const message = open?.end()
      if (message) yield message
      open = new OpenIdoc(record, options, (problem) => problems.push(problem))
    } else open?.data(record)
  }
  const message = open?.end()
  if (message) yield message
  if (charset.damaged) problems.push({ code: 'charset-damaged', severity: 'error', message: `Some bytes are no ${charset.name}; they show as \ufffd. Ask for the file again.` })
  yield { kind: 'file', file: options.file, format: 'idoc', sha256: '', bytes: 0, interchanges: [], problems: fewer(problems) }
}

const placeOf = ({ line, offset }: FlatRecord): Pick<Problem, 'line' | 'column' | 'offset'> => ({ line, column: 1, offset })

/** One IDoc while its records come: what XML nests is found by the segments' names, and by their level where the name is a partner's own. */
class OpenIdoc {
  private readonly consumer
  private readonly root: XmlElement
  private readonly number: string
  private item: { element: XmlElement; level: number } | undefined
  private text: XmlElement | undefined
  private last = 0

  constructor(control: FlatRecord, private readonly options: ReadOptions, private readonly report: (problem: Problem) => void) {
    this.root = elementOf('IDOC', control, undefined)
    const envelope = elementOf('EDI_DC40', control, this.root)
    fill(envelope, control, CONTROL_FIELDS, 0)
    this.number = field(control, CONTROL_FIELDS, 'DOCNUM')
    this.consumer = idoc.open(this.root, options)
  }

  data(record: FlatRecord): void {
    const name = segmentName(field(record, DATA_FIELDS, 'SEGNAM'))
    if (record.text.length < DATA_AT) {
      return this.report({ ...placeOf(record), code: 'segment-unterminated', severity: 'error', tag: name, text: record.text.slice(0, 80), message: `Line ${record.line} has ${record.text.length} characters, and a data record of an IDoc has at least ${DATA_AT}: it is cut off. Ask the sender for the whole file.` })
    }
    this.checkNumbers(record, name)
    const parent = this.parentOf(name, Number(field(record, DATA_FIELDS, 'HLEVEL')) || 0)
    const element = elementOf(name, record, parent)
    const fields = flatFields(name)
    if (fields) fill(element, record, fields, DATA_AT)
    // of a layout that is not known all is kept
    else element.text = record.text.slice(DATA_AT).trimEnd()
    if (name === 'E1EDP01') this.item = { element, level: Number(field(record, DATA_FIELDS, 'HLEVEL')) || 0 }
    if (TEXTS.has(name)) this.text = element
  }

  end(): ReadMessage | undefined {
    this.closeItem()
    const message = this.consumer.take(this.root)
    return message && { kind: 'message', file: this.options.file, ...message }
  }

  private checkNumbers(record: FlatRecord, name: string): void {
    const document = field(record, DATA_FIELDS, 'DOCNUM')
    if (document !== '' && document !== this.number) this.report({ ...placeOf(record), code: 'control-number-differs', severity: 'warning', tag: name, text: document, message: `The segment ${name} is of the IDoc ${document}, and stands in ${this.number}.` })
    const number = Number(field(record, DATA_FIELDS, 'SEGNUM'))
    if (number > this.last + 1 && this.last > 0) this.report({ ...placeOf(record), code: 'segment-missing', severity: 'warning', tag: name, text: String(number), message: `Segment ${number} follows segment ${this.last} of the IDoc ${this.number}: those between are missing. Ask the sender for the whole file.` })
    if (number > 0) this.last = number
  }

  /** Sums, and a new item, end the one that is open. */
  private parentOf(name: string, level: number): XmlElement {
    if (name === 'E1EDP01' || name.startsWith('E1EDS') || name.startsWith('E1EDK')) this.closeItem()
    if ((name === 'E1EDKT2' || name === 'E1EDPT2') && this.text) return this.text
    const within = name.startsWith('E1EDP') || (this.item !== undefined && level > this.item.level)
    return within && name !== 'E1EDP01' && this.item ? this.item.element : this.root
  }

  /** An item goes to the mapping as soon as it is whole, and is held no longer. */
  private closeItem(): void {
    if (!this.item) return
    const { element } = this.item
    this.item = this.text = undefined
    this.root.children.splice(this.root.children.indexOf(element), 1)
    this.consumer.take(element)
  }
}

const TEXTS = new Set(['E1EDKT1', 'E1EDPT1'])

function elementOf(name: string, { line, offset }: FlatRecord, parent: XmlElement | undefined): XmlElement {
  const element: XmlElement = { name, namespace: '', attributes: NONE, text: '', children: [], parent, line, column: 1, offset, taken: false }
  parent?.children.push(element)
  return element
}

const NONE: ReadonlyMap<string, string> = new Map()

/** The fields that say something, as the elements that XML would have. */
function fill(element: XmlElement, record: FlatRecord, fields: readonly FlatField[], from: number): void {
  for (const { name, at, length } of fields) {
    const text = record.text.slice(from + at, from + at + length).trim()
    if (text === '') continue
    element.children.push({ name, namespace: '', attributes: NONE, text, children: [], parent: element, line: record.line, column: from + at + 1, offset: record.offset + from + at, taken: false })
  }
}

const field = ({ text }: FlatRecord, fields: readonly FlatField[], name: string): string => {
  const found = fields.find((one) => one.name === name)!
  return text.slice(found.at, found.at + found.length).trim()
}
