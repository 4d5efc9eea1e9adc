import { type Reader } from '../../../mappings/document'
import { dialect as edifact, edifact as edifactReader } from '../../../mappings/edi/edifact'
import { SEGMENTS as EDIFACT_SEGMENTS } from '../../../mappings/edi/edifact/elements'
import { theScan } from '../../../mappings/edi/scan/scan'
import { Tokenizer } from '../../../mappings/edi/tokenizer'
import { dialect as x12, x12 as x12Reader } from '../../../mappings/edi/x12'
import { SEGMENTS as X12_SEGMENTS } from '../../../mappings/edi/x12/elements'
import { edifactFile, readAll, x12File } from './reading'

test('each standard and version is held to its own rules, whatever was read before', async () => {
  const x12s = ['003010', '004010', '005010'].map((version) => x12File(['BEG*00*SA*1**20260301', ...Array.from({ length: 900 }, (_, i) => `PO1*${i + 1}*5*EA*7*PE*VP*A`)]).replaceAll('004010', version))
  const files = [...x12s, edifactFile(['BGM+220+1+9', 'LIN+1++A:SA', 'QTY+21'])].map((text, i) => [i < 3 ? x12 : edifact, text] as const)
  for (const [{ format }, text] of [...files, ...files.toReversed()]) {
    const { messages } = await readAll(format === 'x12' ? x12Reader : edifactReader, text)
    const codes = messages[0]!.problems.map(({ code, tag }) => `${code} ${tag}`)
    expect({ format, told: codes.includes('element-missing QTY') }).toEqual({ format, told: format === 'edifact' })
  }
})

test('two files that are read at once do not mix', () => {
  const files = [x12File(['BEG*00*SA*1**20260301', 'PO1*1*5*EA*7*PE*VP*A', 'BIN*4*A~B*', 'CTT*1']), edifactFile(['BGM+220+1+9', 'LIN+1++A:SA', 'QTY+21:1:PCE'])]
  const tags = (each: Tokenizer[]): string[][] => {
    const found: string[][] = each.map(() => [])
    for (let more = true; more;) {
      more = false
      each.forEach((tokenizer, i) => {
        if (!tokenizer.next()) return
        more = true
        found[i]!.push(`${tokenizer.segment.ordinal} ${tokenizer.segment.line} ${tokenizer.segment.tag} ${tokenizer.segment.rest()}`)
      })
    }
    return found
  }
  const open = (text: string, i: number): Tokenizer => {
    const tokenizer = new Tokenizer((i === 0 ? x12 : edifact).service, () => undefined)
    tokenizer.feed(Buffer.from(text))
    tokenizer.end()
    return tokenizer
  }
  const alone = files.map((text, i) => tags([open(text, i)])[0]!)
  expect(tags(files.map(open))).toEqual(alone)
  expect(alone.map(({ length }) => length)).toEqual([10, 7])
})

test('the rules of all segments of all standards and versions have room beside each other', async () => {
  const tagsOf = (table: string): string[] => table.trim().split('\n').map((line) => /^\w+/.exec(line)![0]).filter((tag) => !/^(ISA|IEA|GS|GE|ST|SE|TA1|BIN|BDS|UN[ABGHTEZ])$/.test(tag))
  const known = async (reader: Reader, text: string, tag: string): Promise<void> => {
    const { messages: [message] } = await readAll(reader, text)
    expect([tag, message?.segments]).toEqual([tag, text.split(/[~']/).filter((segment) => segment.trim() !== '').length - (reader === x12Reader ? 4 : 2) - (text.startsWith('UNA') ? 1 : 0)])
  }
  for (const version of ['003010', '004010', '005010']) await known(x12Reader, x12File(tagsOf(X12_SEGMENTS).map((tag) => `${tag}*`)).replaceAll('004010', version), version)
  await known(edifactReader, edifactFile(tagsOf(EDIFACT_SEGMENTS).map((tag) => `${tag}+`)), 'EDIFACT')
  expect(theScan(0).taken).toBeGreaterThan(200 * 1024)
  expect(theScan(0).taken).toBeLessThan(400 * 1024)
})
