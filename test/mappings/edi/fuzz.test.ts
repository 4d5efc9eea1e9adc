import fc from 'fast-check'
import { edifact } from '../../../mappings/edi/edifact'
import { x12 } from '../../../mappings/edi/x12'
import { edifactFile, readAll, x12File } from './reading'

const X12 = x12File(['BEG*00*SA*1**20260301', 'N1*ST*Lager*92*L3', 'PO1*1*5*EA*7*PE*VP*A', 'PID*F****Text', 'BIN*4*A~B*', 'CTT*1'])
const EDIFACT = edifactFile(['BGM+220+1+9', 'DTM+2:20260317:102', "NAD+BY+4012345000009::9++O?'Neill", 'LIN+1++A:SA', 'QTY+21:1:PCE', 'UNS+S', 'CNT+2:1'])
const SAMPLES = [[x12, X12], [edifact, EDIFACT]] as const

test.each(SAMPLES)('a file cut off at any byte is read to there, and never as a whole order without a word (%#)', async (reader, text) => {
  const trailer = reader === x12 ? text.indexOf('SE*8') + 10 : text.indexOf('UNT+9') + 6
  for (let length = 0; length < text.length; length++) {
    const { messages, file } = await readAll(reader, text.slice(0, length), {}, 37)
    expect(file.kind).toBe('file')
    const stopping = [...messages.flatMap(({ problems }) => problems), ...file.problems].filter(({ severity }) => severity === 'error' || severity === 'fatal')
    if (length < trailer) expect({ length, stopping: stopping.length > 0 }).toEqual({ length, stopping: true })
  }
})

test('random bytes are no order, and no crash', async () => {
  await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 600 }), fc.constantFrom(x12, edifact), fc.integer({ min: 1, max: 700 }), async (bytes, reader, chunk) => {
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

test('memory stays bounded where no terminator ever comes', async () => {
  async function* endless(): AsyncIterable<Buffer> {
    yield Buffer.from(X12.slice(0, 120))
    for (let i = 0; i < 200; i++) yield Buffer.alloc(65_536, 0x41)
  }
  const problems: string[] = []
  for await (const event of x12.read(endless(), { file: 'endless' })) problems.push(...event.problems.map(({ code }) => code))
  expect(problems).toContain('segment-too-long')
})
