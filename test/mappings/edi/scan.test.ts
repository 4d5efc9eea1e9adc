import { dialect as edifact, edifact as edifactReader } from '../../../mappings/edi/edifact'
import { Tokenizer } from '../../../mappings/edi/tokenizer'
import { dialect as x12, x12 as x12Reader } from '../../../mappings/edi/x12'
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
