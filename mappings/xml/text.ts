import { type Problem } from '../../orders/problem'
import { type Charset, decode, isCharset, marked } from '../charset'

/** Bytes that are gathered before the character set is decided. */
const HEAD = 1024
const DECLARED = /^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/

/**
 * Decodes an XML file as it flows (XML 1.0, appendix F): byte order mark, then UTF-16 by its first `<`, then what the declaration says,
 * then UTF-8. Where the bytes are none of what is declared they are read as what they are, and that is reported.
 */
export async function* xmlText(source: AsyncIterable<Buffer>, report: (problem: Problem) => void): AsyncIterable<string> {
  const { head, all } = await gathered(source)
  const by = marked(head) ?? wide(head)
  const declared = DECLARED.exec(head.subarray(0, HEAD).toString('latin1').replace(/\0/g, '').replace(/^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, ''))?.[1]?.toLowerCase()
  const named = by ?? nameOf(declared)
  const charset: Charset = { name: 'utf-8', guessed: false, damaged: false }
  yield* decode(all, charset, named)
  if (declared !== undefined && !agree(declared, charset)) {
    report({ code: 'charset-differs', severity: 'warning', line: 1, text: declared, message: `The XML declaration says ${declared}, and the bytes are ${charset.name}; they were read as that.` })
  } else if (charset.guessed) report({ code: 'charset-differs', severity: 'warning', line: 1, message: 'XML without a declared encoding is UTF-8, and the bytes are not; they were read as Windows-1252. Look whether letters are right.' })
  if (charset.damaged) report({ code: 'charset-damaged', severity: 'error', message: `Some bytes are no ${charset.name}; they show as \ufffd. Ask for the file again.` })
}

/** Beginnings of UTF-16 without a mark: the `<` of the first tag. */
const wide = (head: Buffer): string | undefined => (head[0] === 0x3c && head[1] === 0 ? 'utf-16le' : head[0] === 0 && head[1] === 0x3c ? 'utf-16be' : undefined)

/** The declared set where it decides; UTF-8, ASCII, what is unknown, and UTF-16 that the bytes do not show, are left to the bytes. */
const nameOf = (declared: string | undefined): string | undefined =>
  declared === undefined || /^(utf-?8|us-ascii|ascii|utf-?16(le|be)?|ucs-2)$/.test(declared) || !isCharset(declared) ? undefined : declared

function agree(declared: string, { name, guessed }: Charset): boolean {
  if (name.startsWith('utf-16')) return /^(utf-?16(le|be)?|ucs-2)$/.test(declared)
  if (name === 'utf-8' || guessed) return /^utf-?8$/.test(declared) ? !guessed : /ascii$/.test(declared) && !guessed
  return isCharset(declared)
}

async function gathered(source: AsyncIterable<Buffer>): Promise<{ head: Buffer; all: AsyncIterable<Buffer> }> {
  const rest = source[Symbol.asyncIterator]()
  const held: Buffer[] = []
  for (let size = 0; size < HEAD;) {
    const step = await rest.next()
    if (step.done) break
    held.push(step.value)
    size += step.value.length
  }
  const head = Buffer.concat(held)
  const all = async function* (): AsyncIterable<Buffer> {
    if (head.length > 0) yield head
    for (let step = await rest.next(); !step.done; step = await rest.next()) yield step.value
  }
  return { head, all: all() }
}
