import { type Reader } from '../document'
import { type Detection, isFiller, skipFiller } from './delimiters'
import { type Dialect, readWith } from './reading'
import { type Service } from './tokenizer'
import { narrowHead } from './wide'
import { TradacomsFiles } from './tradacoms/files'

const EQUALS = 0x3d, PLUS = 0x2b

/** `STX=ANA:1` or, where a sender mistook it for EDIFACT, `STX+ANA:1`. */
const isStx = (bytes: Buffer, at: number): boolean =>
  /^STX[=+]ANA/.test(bytes.toString('latin1', at, at + 7)) || (bytes.length - at < 7 && 'STX=ANA'.startsWith(bytes.toString('latin1', at)) && bytes.length > at)

function detect(bytes: Buffer, at: number, ended: boolean): Detection {
  if (bytes.length < at + 4) return ended ? 'unreadable' : 'more'
  const wrong = bytes[at + 3] === PLUS
  return {
    delimiters: { element: PLUS, component: 0x3a, repetition: -1, release: 0x3f, terminator: Buffer.from("'"), byLine: false, ...(wrong ? {} : { tag: EQUALS }) }, from: at,
    odd: wrong ? [{ code: 'tag-mark', message: 'A plus and no equals sign stands behind the tags; it was read all the same.' }] : [],
  }
}

const firstAt = (bytes: Buffer): number => skipFiller(bytes, bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0)

const service: Service = {
  lead: 0x53,
  usual: { element: '+', component: ':' },
  starts: (bytes, at) => bytes[at] === 0x53 && isStx(bytes, at) && !isFiller(bytes[at + 3]),
  detect,
  find: (bytes) => {
    const first = firstAt(bytes)
    return isStx(bytes, first) ? first : bytes.indexOf('STX=ANA')
  },
}

/** GS1 UK TRADACOMS: its delimiters are fixed (`=` behind the tag, `+`, `:`, `?`, `'`). */
export const dialect: Dialect = { format: 'tradacoms', service, interpreter: (reading) => new TradacomsFiles(reading) }

/** Reads TRADACOMS: the orders of an order file become drafts, the invoices of an invoice file documents. */
export const tradacoms: Reader = {
  formats: ['tradacoms'],
  sniff: (bytes) => {
    const head = narrowHead(bytes)
    return isStx(head, firstAt(head)) ? 1 : head.indexOf('STX=ANA') >= 0 ? 0.6 : 0
  },
  read: (source, options) => readWith(dialect, source, options),
}
