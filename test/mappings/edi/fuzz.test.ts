import fc from 'fast-check'
import { edifact } from '../../../mappings/edi/edifact'
import { tradacoms } from '../../../mappings/edi/tradacoms'
import { x12 } from '../../../mappings/edi/x12'
import { edifactFile, readAll, x12File } from './reading'

const X12 = x12File(['BEG*00*SA*1**20260301', 'N1*ST*Lager*92*L3', 'PO1*1*5*EA*7*PE*VP*A', 'PID*F****Text', 'BIN*4*A~B*', 'CTT*1'])
const EDIFACT = edifactFile(['BGM+220+1+9', 'DTM+2:20260317:102', "NAD+BY+4012345000009::9++O?'Neill", 'LIN+1++A:SA', 'QTY+21:1:PCE', 'UNS+S', 'CNT+2:1'])
const TRADACOMS = ["STX=ANA:1+5000000000012:STORES+5012345000020:SUPPLIER+260302:130233+7++ORDHDR'", "MHD=1+ORDHDR:9'", "TYP=0430+NEW-ORDERS'", "SDT=5012345000020:30034'", "CDT=5000000000012'", "FIL=1630+1+260302'", "MTR=6'",
  "MHD=2+ORDERS:9'", "CLO=5000000000289:89828+EAST DEPOT'", "ORD=70970::260301'", "OLD=1+5012345678900:NW9++:K-4711+12+60+25000+++CRUSTY ROLLS'", "OTR=1'", "MTR=6'", "MHD=3+ORDTLR:9'", "OFT=1'", "MTR=3'", "END=3'", ''].join('\n')
const SAMPLES = [[x12, X12], [edifact, EDIFACT], [tradacoms, TRADACOMS]] as const
/** The text behind which the order of a sample is whole. */
const WHOLE = new Map<unknown, string>([[x12, 'SE*8*0001'], [edifact, 'UNT+9+1'], [tradacoms, "MTR=6'\nMHD=3"]])

test.each(SAMPLES)('a file cut off at any byte is read to there, and never as a whole order without a word (%#)', async (reader, text) => {
  const trailer = text.indexOf(WHOLE.get(reader)!) + 6
  for (let length = 0; length < text.length; length++) {
    const { messages, file } = await readAll(reader, text.slice(0, length), {}, 37)
    expect(file.kind).toBe('file')
    const stopping = [...messages.flatMap(({ problems }) => problems), ...file.problems].filter(({ severity }) => severity === 'error' || severity === 'fatal')
    if (length < trailer) expect({ length, stopping: stopping.length > 0 }).toEqual({ length, stopping: true })
  }
})

test('random bytes are no order, and no crash', async () => {
  await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 600 }), fc.constantFrom(x12, edifact, tradacoms), fc.integer({ min: 1, max: 700 }), async (bytes, reader, chunk) => {
    const { messages, file } = await readAll(reader, Buffer.from(bytes), {}, chunk)
    expect(file.kind).toBe('file')
    expect(messages.length + file.problems.length).toBeGreaterThan(0)
  }), { numRuns: 300 })
})

test('a sound header with random bytes behind it neither crashes nor hangs', async () => {
  await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.constantFrom(...SAMPLES), fc.integer({ min: 1, max: 300 }), async (bytes, [reader, text], at) => {
    const content = Buffer.concat([Buffer.from(text.slice(0, at), 'latin1'), Buffer.from(bytes), Buffer.from(text.slice(at), 'latin1')])
    expect((await readAll(reader, content, {}, 97)).file.kind).toBe('file')
  }), { numRuns: 300 })
})

test('segments in any order give problems or an order, never an exception', async () => {
  await fc.assert(fc.asyncProperty(fc.constantFrom(...SAMPLES).chain(([reader, text]) =>
    fc.shuffledSubarray(text.split('\n').slice(1), { minLength: 1 }).map((lines) => [reader, [text.split('\n')[0], ...lines].join('\n')] as const)), async ([reader, text]) => {
    expect((await readAll(reader, text)).file.kind).toBe('file')
  }), { numRuns: 300 })
})

test.each(SAMPLES)('an order that lost, got twice or mixed up any of its segments is whole or told (%#)', async (reader, text) => {
  const segments = text.split('\n').filter((segment) => segment !== '')
  const changed = [...segments.map((_, i) => segments.toSpliced(i, 1)), ...segments.map((segment, i) => segments.toSpliced(i, 0, segment)),
    ...segments.slice(1).map((segment, i) => segments.with(i, segment).with(i + 1, segments[i]!))]
  for (const faulty of changed) {
    const { messages, file } = await readAll(reader, faulty.join('\n') + '\n', {}, 37)
    const said = [...messages.flatMap(({ problems }) => problems), ...file.problems].filter(({ severity }) => severity !== 'note')
    // texts and parties that change places say the same
    const [order] = messages.flatMap((message) => message.order ?? [])
    if (said.length === 0) expect({ faulty, lines: order?.lines.length, reference: order?.reference }).toEqual({ faulty, lines: 1, reference: expect.any(String) as string })
  }
})

test.each(SAMPLES)('a sound order of which any byte is another is read to its end (%#)', async (reader, text) => {
  await fc.assert(fc.asyncProperty(fc.nat(text.length - 1), fc.constantFrom('0', 'A', ' ', '\x00', '\xff', '+', '*', "'", '~', '?', ':', '='), async (at, byte) => {
    const { messages, file } = await readAll(reader, text.slice(0, at) + byte + text.slice(at + 1))
    expect(file.kind).toBe('file')
    expect(messages.length + file.problems.length).toBeGreaterThan(0)
  }), { numRuns: 200 })
})

test('the work for a file grows with its length: a long one of nothing but marks is read in moments', async () => {
  const marks = fc.constantFrom('*', '~', '+', "'", ':', '?', '=', '\n', ' ')
  await fc.assert(fc.asyncProperty(fc.constantFrom(...SAMPLES), fc.array(marks, { minLength: 1, maxLength: 4 }), async ([reader, text], unit) => {
    const started = performance.now()
    expect((await readAll(reader, text.slice(0, text.indexOf('\n') + 1) + unit.join('').repeat(100_000))).file.kind).toBe('file')
    expect(performance.now() - started).toBeLessThan(10_000)
  }), { numRuns: 40 })
})

test('memory stays bounded where no terminator ever comes', async () => {
  async function* endless(): AsyncIterable<Buffer> {
    yield Buffer.from(X12.slice(0, 120))
    for (let i = 0; i < 200; i++) yield Buffer.alloc(65_536, 0x41)
  }
  const problems: string[] = []
  for await (const event of x12.read(endless(), { file: 'endless' })) problems.push(...event.problems.map(({ code }) => code))
  expect(problems).toContain('segment-too-long')
})
