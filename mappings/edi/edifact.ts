import { type Reader } from '../document'
import { outside } from './charset'
import { isAlphanumeric, isFiller, skipFiller } from './delimiters'
import { EdifactInterchanges } from './edifact/interchange'
import { detectEdifact, isUna, isUnb } from './edifact/una'
import { type Dialect, readWith } from './reading'
import { type Service } from './tokenizer'
import { narrowHead } from './wide'

/** A bare message or group: `UNH` or `UNG` with a separator, or a first `BGM` where a UNH was misplaced. */
const isBare = (bytes: Buffer, at: number): boolean =>
  ['UNH', 'UNG', 'BGM'].includes(bytes.toString('latin1', at, at + 3)) && !isAlphanumeric(bytes[at + 3]) && !isFiller(bytes[at + 3]) && bytes[at + 3] !== undefined

const isStart = (bytes: Buffer, at: number): boolean =>
  (isUna(bytes, at) && bytes.length > at + 8 && !isAlphanumeric(bytes[at + 3])) || (isUnb(bytes, at) && bytes[at + 3] !== undefined && !isFiller(bytes[at + 3]))

const firstAt = (bytes: Buffer): number => skipFiller(bytes, bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0)

const service: Service = {
  lead: 0x55,
  usual: { element: '+', component: ':' },
  outside: outside('UNOA', '')!,
  starts: (bytes, at, afterAdvice) => isUna(bytes, at) || (!afterAdvice && isUnb(bytes, at)),
  detect: detectEdifact,
  find: (bytes) => {
    const first = firstAt(bytes)
    if (isStart(bytes, first) || isBare(bytes, first)) return first
    for (const tag of ['UNA', 'UNB']) {
      for (let at = bytes.indexOf(tag); at >= 0; at = bytes.indexOf(tag, at + 1)) if (isStart(bytes, at)) return at
    }
    return -1
  },
}

/** UN/EDIFACT as the reader takes it: its service segments, and the interpreter of its envelopes. */
export const dialect: Dialect = { format: 'edifact', service, interpreter: (reading) => new EdifactInterchanges(reading) }

/** Reads UN/EDIFACT, syntax 1 to 4, with or without envelope: ORDERS become drafts, every other message is recognised. */
export const edifact: Reader = {
  formats: ['edifact'],
  sniff: (bytes) => {
    const head = narrowHead(bytes)
    const first = firstAt(head)
    if (isStart(head, first)) return 1
    if (isBare(head, first)) return 0.9
    return service.find(head) >= 0 ? 0.6 : 0
  },
  read: (source, options) => readWith(dialect, source, options),
}
