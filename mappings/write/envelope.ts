import { type Identifier } from '../../orders/draft'
import { charsetOf, type EdifactMessage, writeEdifact } from '../edi/write/edifact'
import { writeX12, type X12Message } from '../edi/write/x12'

/** What an EDI document needs around it and the JSON does not say. Everything else ignores it. */
export interface Envelope {
  from: Identifier
  to: Identifier
  /** Control number of the interchange, and of the group. */
  control: number
  /** Local time of the interchange, `YYYY-MM-DDTHH:MM`. */
  at: string
  test: boolean
}

/** Interchange qualifiers of our schemes: X12 I05, EDIFACT 0007. */
const ISA = new Map([['DUNS', '01'], ['DUNS+4', '14'], ['GLN', '07'], ['SCAC', '02']])
const UNB = new Map([['DUNS', '1'], ['GLN', '14']])

const x12Id = ({ scheme, value }: Identifier): [string, string] => [ISA.get(scheme) ?? /^ISA:(..)$/.exec(scheme)?.[1] ?? 'ZZ', value]
const unbId = ({ scheme, value }: Identifier): [string, string] => [UNB.get(scheme) ?? /^UNB:(.*)$/.exec(scheme)?.[1] ?? '', value]

/** An X12 interchange with one transaction set, version 004010. */
export function inX12({ from, to, control, at, test }: Envelope, message: X12Message): Buffer {
  return Buffer.from(writeX12({ from: x12Id(from), to: x12Id(to), control, group: { from: from.value, to: to.value, control }, at, test, version: '004010' }, [message]), 'utf8')
}

/** An EDIFACT interchange with one message, in the character set that it announces. */
export function inEdifact({ from, to, control, at, test }: Envelope, message: EdifactMessage): Buffer {
  const text = writeEdifact({ from: unbId(from), to: unbId(to), control: String(control), at, test }, [message])
  return Buffer.from(text, charsetOf(text))
}
