import { dialect as edifact } from '../edifact'
import { Tokenizer } from '../tokenizer'
import { dialect as x12 } from '../x12'

/** Elements of the envelopes that repeat a control number: of the interchange, or of its group. */
const NUMBERS = {
  x12: new Map([['ISA', ['interchange', 13]], ['IEA', ['interchange', 2]], ['GS', ['group', 6]], ['GE', ['group', 2]]] as [string, ['interchange' | 'group', number]][]),
  edifact: new Map([['UNB', ['interchange', 5]], ['UNZ', ['interchange', 2]]] as [string, ['interchange' | 'group', number]][]),
}

/** A document that was written with other control numbers, and byte for byte the same besides. */
export function renumbered(bytes: Buffer, standard: 'x12' | 'edifact', numbers: { interchange: number; group: number }): Buffer {
  const tokenizer = new Tokenizer((standard === 'x12' ? x12 : edifact).service, () => undefined)
  tokenizer.feed(bytes)
  tokenizer.end()
  const parts: Buffer[] = []
  let from = 0
  while (tokenizer.next()) {
    const { segment } = tokenizer
    const [of, element] = NUMBERS[standard].get(segment.tag) ?? []
    if (of === undefined || element === undefined || element > segment.elements) continue
    const token = segment.startOf(element)
    const start = segment.base + segment.starts[token]!
    const number = String(numbers[of])
    // ISA13 and IEA02 are nine digits wide (X12.5)
    parts.push(bytes.subarray(from, start), Buffer.from(standard === 'x12' && of === 'interchange' ? number.padStart(9, '0') : number))
    from = start + segment.lengthOf(token)
  }
  return Buffer.concat([...parts, bytes.subarray(from)])
}
