import { createReadStream, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Read, type ReadFile, type ReadMessage } from '../../mappings/document'
import { edifact } from '../../mappings/edi/edifact'
import { dialect as edifactDialect } from '../../mappings/edi/edifact'
import { Tokenizer } from '../../mappings/edi/tokenizer'
import { tradacoms } from '../../mappings/edi/tradacoms'
import { marksOf, tokensOf, tokensToText } from '../../mappings/edi/write/segment'
import { dialect as x12Dialect, x12 } from '../../mappings/edi/x12'
import { corpora } from './corpora'

interface Entry {
  file: string
  standard: string
  note?: string
  envelope?: { problems: string[]; segments?: number; interchanges?: number; transactions?: Record<string, number>; messages?: Record<string, number> }
}

const manifest = (JSON.parse(readFileSync(join(corpora, 'MANIFEST.json'), 'utf8')) as Entry[]).filter(({ standard }) => ['x12', 'edifact', 'tradacoms'].includes(standard))

/** Where the independent reader of the corpus and ours differ on purpose: file → why. Its counts are then not compared. */
const EXPLAINED = new Map([
  ['x12/indice-co__EDI.Net/x12.850.issue135.edi', 'every line ends with the component separator: we drop it as an empty component, it keeps it in the control numbers'],
  ['x12/walmartlabs__gozer/x12.no.line.break.no.delim.txt', 'no segment terminator at all: unreadable for both, it lists no transactions'],
  ['x12/xlate__staedi/nonnumeric_BIN01.edi', 'the same segments; we report the length'],
  ['x12/xlate__staedi/sample275_with_HL7_valid_BIN01.edi', 'we skip binary data by its length, it splits inside it'],
  ['x12/xlate__staedi/simple_with_binary_segment.edi', 'we skip binary data by its length, it splits inside it'],
  ['x12/EDIandXML__OBOE/test.fixedlength.data', 'no X12 file'],
  ['x12/xlate__staedi/sample837-HL-nested-expected.txt', 'no X12 file'],
  ['edifact/EDIandXML__OBOE/orders.newdelimiters', 'unusual delimiters without a UNA: we infer them from the header, it does not'],
  ['edifact/indice-co__EDI.Net/edifact.D01B.IFCSUM.NewLines.EDI', 'line ends as terminators without a UNA: we infer them, it does not'],
  ['edifact/indice-co__EDI.Net/edifact.ORDRSP.edi', 'an empty segment (two terminators): it counts the blank line between them'],
])

/** Problem codes that stand for the independent reader's words. */
const CODES: [RegExp, string[]][] = [
  [/ISA is not 106/, ['isa-width']],
  [/^(SE01|UNT) says/, ['segment-count-differs', 'count-unreadable']],
  [/^(GE01|UNE) says|^UNZ says/, ['message-count-differs', 'group-count-differs', 'count-unreadable']],
  [/^IEA01 says/, ['group-count-differs', 'count-unreadable']],
  [/^(SE02|GE02|IEA02|UNT reference|UNZ reference|UNE reference)/, ['control-number-differs', 'trailer-without-header', 'control-number-missing']],
  [/^duplicate ISA13/, ['interchange-duplicate']], [/^duplicate GS06/, ['group-duplicate']], [/^duplicate (ST02|UNH)/, ['message-duplicate']],
  [/^(UNB|ISA) .* has no (UNZ|IEA)/, ['interchange-unterminated']], [/^(UNH|ST) .* has no/, ['message-unterminated']],
  [/^no UNB/, ['envelope-missing', 'trailer-without-header']], [/last segment has no terminator/, ['segment-unterminated', 'trailer-unterminated']],
  [/^UNT without UNH|^SE without ST/, ['trailer-without-header']],
]

async function readAll(entry: Entry): Promise<Read[]> {
  const reader = { x12, edifact, tradacoms }[entry.standard]!
  const read: Read[] = []
  for await (const event of reader.read(createReadStream(join(corpora, entry.file)), { file: entry.file })) read.push(event)
  return read
}

const table: { file: string; messages: number; orders: number; problems: number; errors: number }[] = []

describe('the corpus of X12, EDIFACT and TRADACOMS files', () => {
  test.each(manifest.map((entry) => [entry.file, entry] as const))('%s agrees with the manifest', async (_file, entry) => {
    const read = await readAll(entry)
    const file = read.at(-1) as ReadFile
    const messages = read.slice(0, -1) as ReadMessage[]
    const problems = [...messages.flatMap((message) => message.problems), ...file.problems]
    table.push({ file: entry.file, messages: messages.length, orders: messages.filter((message) => message.order).length, problems: problems.length,
      errors: problems.filter(({ severity }) => severity === 'error' || severity === 'fatal').length })
    expect(file.kind).toBe('file')
    if (/^MALFORMED/.test(entry.note ?? '')) expect({ note: entry.note, problems: problems.filter(({ severity }) => severity !== 'note') }).not.toEqual({ note: entry.note, problems: [] })
    if (EXPLAINED.has(entry.file) || !entry.envelope) return
    const { envelope } = entry
    expect(counted(messages, entry.standard)).toEqual(trimmed(envelope.transactions ?? envelope.messages ?? {}))
    if (!envelope.problems.includes('no UNB')) expect(file.interchanges).toHaveLength(envelope.interchanges ?? 0)
    for (const words of envelope.problems) {
      const codes = CODES.find(([pattern]) => pattern.test(words))?.[1]
      expect({ words, codes }).toEqual({ words, codes: expect.any(Array) as string[] })
      expect({ words, found: problems.map(({ code }) => code).some((code) => codes!.includes(code)) }).toEqual({ words, found: true })
    }
  })

  test.each(manifest.filter(({ envelope, note }) => envelope && !/MALFORMED/.test(note ?? '')).map((entry) => [entry.file, entry] as const))('%s is written from its tokens as it was', (_file, entry) => {
    const bytes = readFileSync(join(corpora, entry.file))
    const tokenizer = new Tokenizer((entry.standard === 'x12' ? x12Dialect : edifactDialect).service, () => undefined)
    tokenizer.feed(bytes)
    tokenizer.end()
    const { segment } = tokenizer
    segment.decode = (part) => part.toString('latin1')
    let segments = 0
    let same = 0
    while (tokenizer.next()) {
      segments++
      // line ends and blanks are no part of a segment, a line end inside one is none of its content
      const was = bytes.subarray(segment.base + segment.start, segment.base + segment.starts[segment.startOf(segment.elements + 1)]! - 1).toString('latin1').replace(/[\r\n]/g, '')
      const marks = marksOf(tokenizer.delimiters!)
      // binary data holds delimiters and is no text
      const written = segment.tag === 'BIN' ? was : tokensToText(tokensOf(segment), marks).slice(0, -marks.terminator.length)
      // a release character where none is needed is not written again
      const plain = (text: string): string => text.replaceAll('?4', '4')
      if (plain(written) === plain(was)) same++
    }
    expect({ segments, same }).toEqual({ segments, same: segments })
  })

  afterAll(() => {
    const sum = (key: 'messages' | 'orders' | 'problems' | 'errors'): number => table.reduce((total, row) => total + row[key], 0)
    const lines = table.map((row) => `${row.file.padEnd(80)} ${String(row.messages).padStart(5)} ${String(row.orders).padStart(6)} ${String(row.problems).padStart(8)} ${String(row.errors).padStart(6)}`)
    process.stdout.write(`${'file'.padEnd(80)} messages orders problems errors\n${lines.join('\n')}\n${`${table.length} files`.padEnd(80)} ${sum('messages')} ${sum('orders')} ${sum('problems')} ${sum('errors')}\n`)
  })
})

function counted(messages: ReadMessage[], standard: string): Record<string, number> {
  const found: Record<string, number> = {}
  for (const { type, version } of messages) {
    // TA1 stands between the envelopes: the manifest counts transaction sets
    if (type === 'TA1') continue
    const key = standard === 'x12' ? type : [type, version].filter((text) => text !== undefined && text !== '').join(':')
    found[key] = (found[key] ?? 0) + 1
  }
  return found
}

/** The manifest keeps blanks and empty components inside types. */
function trimmed(types: Record<string, number>): Record<string, number> {
  const found: Record<string, number> = {}
  for (const [type, count] of Object.entries(types)) found[type.split(':').map((part) => part.trim()).filter((part) => part !== '').join(':')] = count
  return found
}
