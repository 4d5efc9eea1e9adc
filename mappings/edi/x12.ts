import { type Reader } from '../document'
import { isAlphanumeric, isFiller, skipFiller } from './delimiters'
import { type Dialect, readWith } from './reading'
import { type Service } from './tokenizer'
import { narrowHead } from './wide'
import { X12Interchanges } from './x12/interchange'
import { detectBareX12, detectX12, isIsa, separates } from './x12/isa'

/** `GS` or `ST` with a separator that is none of a word's: how X12 without an envelope starts. */
const isBare = (bytes: Buffer, at: number): boolean => {
  const tag = bytes.toString('latin1', at, at + 2)
  const separator = bytes[at + 2]
  return (tag === 'ST' && /^\d{3}$/.test(bytes.toString('latin1', at + 3, at + 6)) && separates(separator) || tag === 'GS' && !isFiller(separator))
    && separator !== undefined && separator < 0x80 && !isAlphanumeric(separator)
}

const isHeader = (bytes: Buffer, at: number): boolean => isIsa(bytes, at) && separates(bytes[at + 3])

const bareAt = (bytes: Buffer): number => {
  const from = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  return skipFiller(bytes, from)
}

const service: Service = {
  lead: 0x49,
  usual: { element: '*', component: ':' },
  starts: isIsa,
  detect: (bytes, at, ended) => (isIsa(bytes, at) ? detectX12(bytes, at, ended) : detectBareX12(bytes, at, ended)),
  find: (bytes) => {
    const bare = bareAt(bytes)
    if (isHeader(bytes, bare) || isBare(bytes, bare)) return bare
    for (let at = bytes.indexOf('ISA'); at >= 0; at = bytes.indexOf('ISA', at + 1)) if (isHeader(bytes, at)) return at
    return -1
  },
}

/** ASC X12 as the reader takes it: its service segments, and the interpreter of its envelopes. */
export const dialect: Dialect = {
  format: 'x12',
  service,
  interpreter: (reading) => new X12Interchanges(reading),
}

/** Reads ASC X12, any version, with or without envelope: orders (850) become drafts, every other transaction set is recognised. */
export const x12: Reader = {
  formats: ['x12'],
  sniff: (bytes) => {
    const head = narrowHead(bytes)
    const at = bareAt(head)
    if (isHeader(head, at)) return 1
    if (isBare(head, at)) return 0.8
    return service.find(head) >= 0 && head.includes('GS') ? 0.6 : 0
  },
  read: (source, options) => readWith(dialect, source, options),
}
