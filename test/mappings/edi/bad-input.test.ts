import { acknowledge } from '../../../mappings/edi/acknowledge'
import { type Profile } from '../../../mappings/profile'
import { edifact } from '../../../mappings/edi/edifact'
import { x12 } from '../../../mappings/edi/x12'
import { edifactFile, ISA, problemsOf, readAll, x12File } from './reading'

/** Bad inputs, group 2 (X12 and EDIFACT): each case by its name. Each ends in an order or a problem that says what and where, never in silence. */
const BEG = 'BEG*00*SA*4500017**20260301'
const PO1 = 'PO1*1*5*EA*7*PE*VP*A'
const SOUND = [BEG, PO1, 'CTT*1']
const ORDERS = ['BGM+220+1+9', 'DTM+137:20260301:102', 'LIN+1++A:SA', 'QTY+21:1:EA', 'UNS+S']
const x = (segments: string[], change: (text: string) => string = (text) => text): Promise<string[]> => problemsOf(x12, change(x12File(segments)))
const e = (segments: string[], change: (text: string) => string = (text) => text): Promise<string[]> => problemsOf(edifact, change(edifactFile(segments)))

test('the sound files behind the cases have no problems', async () => {
  expect([await x(SOUND), await e(ORDERS)]).toEqual([[], []])
})

test.each<[string, () => Promise<string[]>, string[]]>([
  ['unknown separators', () => x(SOUND, (text) => text.replace(/\*P\*>~\n/, '*P*>').replaceAll('~\n', '')), ['fatal delimiters-unknown']],
  ['separator = letter', () => x(['BEGX00XSAX4500017XX20260301', 'PO1X1X5XEAX7XPEXVPXA'].map((segment) => segment.replaceAll('X', '*')), (text) => text.replaceAll('*', 'Q')), ['warning delimiter-is-letter']],
  ['no UNA', () => e(ORDERS, (text) => text.replace("UNA:+.? '", '')), []],
  ['UNA with release char', () => e(ORDERS.map((segment) => segment.replace('A:SA', 'A!+B:SA')), (text) => text.replace('UNA:+.? ', 'UNA:+.! ')), []],
  ['release before end', () => e(ORDERS, (text) => `${text.slice(0, text.indexOf('UNZ') + 8)}?`), ['warning release-at-end', 'warning trailer-unterminated', 'warning control-number-differs']],
  ['ISA not 106 long', () => x(SOUND, (text) => text.replace('NORDWERK       ', 'NORDWERK')), ['warning isa-width']],
  ['control numbers unequal', () => x(SOUND, (text) => text.replace('SE*5*0001', 'SE*5*0002').replace('GE*1*77', 'GE*1*78').replace('IEA*1*000000905', 'IEA*1*000000906')),
    ['warning control-number-differs', 'warning control-number-differs', 'warning control-number-differs']],
  ['counts wrong (SE/GE/IEA)', () => x(SOUND, (text) => text.replace('SE*5*', 'SE*7*').replace('GE*1*', 'GE*3*').replace('IEA*1*', 'IEA*2*')), ['warning segment-count-differs', 'warning message-count-differs', 'warning group-count-differs']],
  ['counts wrong (UNT/UNZ)', () => e(ORDERS, (text) => text.replace('UNT+7+', 'UNT+8+').replace('UNZ+1+', 'UNZ+x+')), ['warning segment-count-differs', 'warning element-type', 'warning count-unreadable']],
  ['duplicate interchange', () => x(SOUND, (text) => text + text), ['error interchange-duplicate']],
  ['duplicate group', () => x(SOUND, (text) => text.replace(/(GS\*[^]*GE\*1\*77~\n)/, '$1$1').replace('IEA*1*', 'IEA*2*')), ['warning group-duplicate']],
  ['duplicate message', () => x(SOUND, (text) => text.replace(/(ST\*[^]*SE\*5\*0001~\n)/, '$1$1').replace('GE*1*', 'GE*2*')), ['warning message-duplicate']],
  ['missing mandatory segment', () => x(SOUND.slice(1)), ['error beginning-missing', 'error reference-missing']],
  ['missing mandatory element', () => x(['BEG*00**4500017**20260301', PO1]), ['warning element-missing']],
  ['over-long element', () => x([`BEG*00*SA*${'4'.repeat(23)}**20260301`, PO1]), ['warning element-too-long']],
  ['unknown segment', () => x([BEG, PO1, 'XYZ*1']), ['warning segment-unknown']],
  ['wrong order', () => e([ORDERS[1]!, ORDERS[0]!, ...ORDERS.slice(2)]), ['warning segment-order']],
  ['loop over maximum', () => e([...ORDERS.slice(0, 2), ...Array.from({ length: 100 }, (_, i) => `NAD+UC+${i}::92`), ...ORDERS.slice(2)]), ['warning loop-too-often']],
  ['segment over maximum', () => e([ORDERS[0]!, ...Array.from({ length: 36 }, () => ORDERS[1]!), ...ORDERS.slice(2)]), ['warning segment-too-often']],
  ['bad code', () => x(['BEG*0X*SA*4500017**20260301', PO1]), ['warning element-code', 'error purpose-not-original']],
  ['bad date', () => x(['BEG*00*SA*4500017**20261301', PO1]), ['warning element-type', 'error date-unreadable']],
  ['decimal comma', () => e(ORDERS.map((segment) => segment.replace(':1:', ':1,5:'))), ['warning decimal-mark-differs']],
  ['decimal comma that may be thousands', () => e(ORDERS.map((segment) => segment.replace(':1:', ':1,500:'))), ['error number-ambiguous', 'error quantity-missing']],
  ['thousands mark in X12', () => x([BEG, PO1.replace('*5*', '*1,500*')]), ['warning element-type', 'error number-unreadable', 'error quantity-missing']],
  ['negative quantity', () => x([BEG, PO1.replace('*5*', '*-5*')]), ['error quantity-negative']],
  ['deliveries that are not all of the line', () => x([BEG, PO1, 'SCH*3*EA***002*20260310', 'SCH*1*EA***002*20260317']), ['warning schedule-differs']],
  ['mixed line ends', () => x(SOUND, (text) => text.replaceAll('~\n', '\n').replace('000905*0*P*>\n', '000905*0*P*>\r\n').replace('CTT*1\n', 'CTT*1\r').replace('PE*VP*A\n', 'PE*VP*A\r\n')), []],
  ['trailing bytes', () => x(SOUND, (text) => `${text}-- sent by our gateway --`), ['warning trailing-bytes', 'warning segment-outside-message']],
  ['two interchanges in a file', () => x(SOUND, (text) => text + text.replace(ISA, ISA.replace('000000905', '000000906')).replace('IEA*1*000000905', 'IEA*1*000000906').replaceAll('*', '|')), []],
  ['test flag in production', () => x(SOUND, (text) => text.replace('*P*>', '*T*>')), ['note test-indicator']],
  ['future date', () => x(['BEG*00*SA*4500017**20260401', PO1]), ['warning date-after-interchange']],
  ['character outside UNOA', () => e([...ORDERS.slice(0, 2), 'NAD+BY+++M\xdcLLER', ...ORDERS.slice(2)], (text) => text.replace('UNOC', 'UNOA')), ['warning character-outside-set']],
  ['character outside UNOC', () => problemsOf(edifact, Buffer.from(edifactFile([...ORDERS.slice(0, 2), 'NAD+BY+++Łódź', ...ORDERS.slice(2)]), 'utf8')), ['warning charset-differs']],
  ['empty segment', () => e(ORDERS, (text) => text.replace("'\nLIN", "''\nLIN")), ['warning segment-empty']],
  ['BOM', () => x(SOUND, (text) => `\xef\xbb\xbf${text}`), ['note byte-order-mark']],
  ['0 lines', () => x([BEG]), ['error lines-missing']],
  ['unknown version', () => x(SOUND, (text) => text.replace('*X*004010', '*X*QRS')), ['warning version-unknown']],
  ['unknown transaction set', () => x(SOUND, (text) => text.replace('ST*850*', 'ST*753*').replace('GS*PO*', 'GS*RF*')), ['warning message-type-unsupported']],
  ['no type at all', () => x(SOUND, (text) => text.replace('ST*850*', 'ST*85*')), ['warning element-too-short', 'error message-type-unknown']],
  ['order in a group of invoices', () => x(SOUND, (text) => text.replace('GS*PO*', 'GS*IN*')), ['warning group-type-differs']],
  ['no bytes at all', () => x(SOUND, () => ''), ['fatal not-edi']],
  ['bytes of another kind', () => x(SOUND, () => '%PDF-1.7 \x00\x01'), ['fatal not-edi']],
])('%s', async (_name, read, expected) => {
  expect(await read()).toEqual(expected)
})

test('100 k lines are one order, in moments', async () => {
  const lines = Array.from({ length: 100_000 }, (_, i) => `PO1*${i + 1}*1*EA*2.50*PE*VP*NW-${i}`)
  const { messages, file } = await readAll(x12, x12File([BEG, ...lines, 'CTT*100000*100000']))
  expect(messages[0]!.order!.lines).toHaveLength(100_000)
  expect([...messages[0]!.problems, ...file.problems]).toEqual([])
})

test('wrong receiver: each message names its receiver, so that one for another house is not taken as ours', async () => {
  const { messages } = await readAll(x12, x12File(SOUND, { isa: ISA.replace('NORDWERK       ', 'SOMEBODY ELSE  ') }))
  expect(messages[0]!.receiver).toEqual({ scheme: 'ISA:ZZ', value: 'SOMEBODY ELSE' })
})

test('test flag in production: the partner profile may reject it', async () => {
  const profile: Profile = { onProblem: { 'test-indicator': 'reject' } }
  expect(await problemsOf(x12, x12File(SOUND, { isa: ISA.replace('*P*', '*T*') }), { profile: () => profile })).toEqual(['error test-indicator'])
})

test('acknowledgement of an acknowledgement: none is made', async () => {
  async function* source(): AsyncIterable<Buffer> {
    yield Buffer.from(x12File(['AK1*PO*77', 'AK9*A*1*1*1'], { type: '997', group: 'FA' }))
  }
  expect(await acknowledge(source(), { file: '997.edi', as: '997', at: '2026-03-02T10:11', control: () => 1 })).toEqual([])
})

test('names of prototypes as tags or texts change nothing', async () => {
  const { messages } = await readAll(edifact, edifactFile([...ORDERS.slice(0, 2), '__proto__+polluted', 'constructor+x', ...ORDERS.slice(2)]))
  expect(Object.hasOwn(messages[0]!.order!.extra!, '__proto__')).toBe(true)
  expect(({} as Record<string, unknown>).polluted).toBeUndefined()
})

test('a file beyond the limit is read no further, and said', async () => {
  const { file } = await readAll(x12, x12File(SOUND), { limit: 200 }, 100)
  expect(file.problems.map(({ code }) => code)).toContain('too-large')
})

test('pain 20: a repeated interchange is an error of the file, repeated numbers in other interchanges are none', async () => {
  const first = x12File(SOUND)
  const next = first.replaceAll('000000905', '000000906')
  expect((await readAll(x12, first + next)).file.problems).toEqual([])
  expect((await readAll(x12, first + next + first)).file.problems.map(({ code, severity }) => `${severity} ${code}`)).toEqual(['error interchange-duplicate'])
})

test('a line that is wrapped inside of a tag is told as wrapped only; a blank behind a tag is told, and what it says is read', async () => {
  const sound = x12File(SOUND)
  const wrapped = await readAll(x12, sound.replaceAll('N1*', 'N\n1*').replaceAll('PO1*', 'PO\n1*'))
  const blank = await readAll(x12, sound.replaceAll('PO1*', 'PO1 *'))
  const order = (await readAll(x12, sound)).messages[0]!.order
  expect([wrapped.messages[0]!.order, blank.messages[0]!.order]).toEqual([order, order])
  expect([wrapped.messages[0]!.problems, wrapped.file.problems].map((problems) => problems.map(({ code }) => code))).toEqual([['lines-wrapped'], []])
  expect(blank.messages[0]!.problems.map(({ code }) => code)).toContain('segment-unknown')
})

test('a segment of half a million elements or components costs ten times what one of fifty thousand does, not a hundred times', async () => {
  const spent = async (count: number): Promise<number> => {
    const many = (mark: string): string => Array.from({ length: count }, () => 'x').join(mark)
    const before = process.cpuUsage()
    const parts = await readAll(edifact, edifactFile([...ORDERS.slice(0, 3), `COM+${many(':')}`, `PIA+1+${many('+')}`, ...ORDERS.slice(3)]))
    const elements = await readAll(x12, x12File([BEG, `PO1*1*5*EA*7*PE*${many('*')}`]))
    expect(parts.messages[0]!.problems.map(({ code }) => code)).toContain('component-too-many')
    expect(elements.messages[0]!.problems.map(({ code }) => code)).toContain('element-too-many')
    return process.cpuUsage(before).user
  }
  await spent(50_000)
  const few = await spent(50_000)
  expect(await spent(500_000)).toBeLessThan(40 * few)
})
