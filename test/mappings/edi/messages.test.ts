import { edifact } from '../../../mappings/edi/edifact'
import { x12 } from '../../../mappings/edi/x12'
import { edifactFile, problemsOf, readAll, x12File } from './reading'
import { EDIFACT, EDIFACT_ORDERS, X12, X12_ORDERS } from './samples'

test.each(X12)('a sound %s says what it is about, line by line, and has no fault (R-INT-02)', async (type, group, segments, expected) => {
  const { messages, file } = await readAll(x12, x12File(segments, { type, group }))
  expect({ problems: [...messages[0]!.problems, ...file.problems], document: messages[0]!.document }).toEqual({ problems: [], document: expect.objectContaining({}) as object })
  expect(messages[0]!.document).toMatchObject(expected)
})

test.each(EDIFACT)('a sound %s says what it is about, line by line, and has no fault (R-INT-02)', async (type, version, segments, expected) => {
  const { messages, file } = await readAll(edifact, edifactFile(segments, { type, version }))
  expect([...messages[0]!.problems, ...file.problems]).toEqual([])
  expect(messages[0]!.document).toMatchObject(expected)
})

test.each([...X12_ORDERS.map(([type, group, segments, expected]) => [type, x12, x12File(segments, { type, group }), expected] as const),
  ...EDIFACT_ORDERS.map(([type, version, segments, expected]) => [type, edifact, edifactFile(segments, { type, version }), expected] as const)])('a sound %s is the order that it says, and has no fault (R-INT-02)', async (_type, reader, text, expected) => {
  const { messages, file } = await readAll(reader, text)
  expect([...messages[0]!.problems, ...file.problems]).toEqual([])
  expect(messages[0]!.order).toMatchObject(expected)
})

test.each([...X12, ...X12_ORDERS])('a %s without its beginning, or with a segment of another message, is not sound', async (type, group, segments) => {
  expect(await problemsOf(x12, x12File(segments.slice(1), { type, group }))).toContain('error beginning-missing')
  expect(await problemsOf(x12, x12File([...segments.slice(0, 2), 'ZQZ*1', ...segments.slice(2)], { type, group }))).toEqual(['warning segment-unknown'])
  expect(await problemsOf(x12, x12File([...segments, segments[0]!], { type, group }))).toContain('warning segment-order')
})

test.each([...EDIFACT, ...EDIFACT_ORDERS])('a %s without its beginning, or with a segment of another message, is not sound', async (type, version, segments) => {
  expect(await problemsOf(edifact, edifactFile(segments.slice(1), { type, version }))).toContain('error beginning-missing')
  expect(await problemsOf(edifact, edifactFile([...segments.slice(0, 2), 'ZQZ+1', ...segments.slice(2)], { type, version }))).toEqual(['warning segment-unknown'])
  expect(await problemsOf(edifact, edifactFile([...segments, segments[0]!], { type, version }))).toContain('warning segment-order')
})

test.each([...X12_ORDERS.map(([type, group, segments]) => [type, x12, x12File([...segments.slice(0, -1), segments[0]!.replace('PO-1', 'PO-2').replace('4500019', '4500020'), segments.at(-1)!], { type, group })] as const),
  ...EDIFACT_ORDERS.map(([type, version, segments]) => [type, edifact, edifactFile([...segments, segments[0]!.replace('PO-1', 'PO-2')], { type, version })] as const)])('a second beginning in a %s is an error, and its number is not taken for the first order\'s', async (_type, reader, text) => {
  const { messages } = await readAll(reader, text)
  expect(messages[0]!.problems).toContainEqual(expect.objectContaining({ code: 'order-second', severity: 'error' }))
  expect(messages[0]!.order!.reference).toMatch(/^(PO-1|4500019)$/)
})

test('what no field takes of a message stays with its line or document', async () => {
  const left = async (type: string, group: string, segments: string[]): Promise<unknown> => (await readAll(x12, x12File(segments, { type, group }))).messages[0]!.document
  expect(await left('810', 'IN', ['BIG*20260310*INV-9', 'REF*ZZ*X', 'IT1*1*1*EA*1*PE*VP*N-1*ZZ*odd', 'PAM***1*5', 'TDS*100*90'])).toMatchObject({ extra: { REF: ['ZZ*X'], TDS: ['100*90'] }, lines: [{ extra: { IT1: ['ZZ*odd'], PAM: ['**1*5'] } }] })
})

test('a CONTRL of syntax 4 names its own version, and says that it was received', async () => {
  const text = edifactFile(['UCI+4711+4012345000009:14+5412345000013:14+8'], { type: 'CONTRL', version: '4:1:UN' })
  expect((await readAll(edifact, text)).messages).toMatchObject([{ problems: [], document: { control: '4711', outcome: 'received' } }])
})

test('a TA1 is read as the answer that it is (R-INT-02)', async () => {
  const [isa = ''] = x12File([]).split('~\n')
  const { messages, file } = await readAll(x12, `${isa}~TA1*000000904*260301*0910*R*024~IEA*0*000000905~`)
  expect(file.problems).toEqual([])
  expect(messages).toMatchObject([{ type: 'TA1', control: '000000904', problems: [], document: { control: '000000904', outcome: 'rejected', code: '024', sentOn: '2026-03-01' } }])
})

test.each(['utf-16le', 'utf-16be'] as const)('a document in %s is read, with or without its mark', async (encoding) => {
  const wide = (text: string): Buffer => (encoding === 'utf-16le' ? Buffer.from(text, 'utf16le') : Buffer.from(text, 'utf16le').swap16())
  const text = x12File(['BEG*00*SA*PO-1**20260301', 'PO1*1*5*EA*7*PE*VP*A', 'PID*F****Größe', 'CTT*1'])
  for (const mark of ['', '\ufeff']) {
    const { messages, file } = await readAll(x12, wide(mark + text), {}, 101)
    expect(x12.sniff(wide(mark + text), 'x')).toBe(1)
    expect(file.problems.map(({ code }) => code)).toContain('utf-16')
    expect(messages[0]!.order).toMatchObject({ reference: 'PO-1', lines: [{ id: '1', description: 'Größe' }] })
  }
})

const document = async (type: string, segments: string[]): Promise<unknown> => (await readAll(edifact, edifactFile(segments, { type }))).messages[0]!.document

test('each delivery of a DELFOR says how firm it is, by the SCC before it, and what stands before the next is no part of the last', async () => {
  const read = await document('DELFOR', ['BGM+241+DF-1+5', 'DTM+137:20260302:102', 'LIN+1++P-1:IN', 'SCC+1++W', 'QTY+113:40:PCE', 'DTM+2:20260309:102', 'QTY+113:50:PCE', 'SCC+4++M', 'QTY+113:600:PCE', 'DTM+2:20260401:102', 'LIN+2++P-2:IN', 'QTY+113:7:PCE', 'UNS+S'])
  expect(read).toMatchObject({ lines: [{ id: '1', status: '1', extra: { SCC: ['1++W', '4++M'] } }, { id: '2' }] })
  expect((read as { lines: { schedule: object[] }[] }).lines.map(({ schedule }) => schedule)).toEqual([
    [{ firmness: 'firm', quantity: '40', unit: 'H87', sourceUnit: 'PCE', requestedDelivery: '2026-03-09' }, { firmness: 'firm', quantity: '50', unit: 'H87', sourceUnit: 'PCE' },
      { firmness: 'planned', quantity: '600', unit: 'H87', sourceUnit: 'PCE', requestedDelivery: '2026-04-01' }],
    [{ quantity: '7', unit: 'H87', sourceUnit: 'PCE' }]])
})

test('what was shipped of a forecast is said of its line, not of its last delivery; a change has the deliveries of its lines', async () => {
  const forecast = await readAll(x12, x12File(['BFR*05**R-17*SH*A*20260301*20260630*20260228', 'LIN*10*BP*P-1', 'FST*100*C*W*20260309', 'SHP*02*5000*011*20260101**20260225', 'REF*SI*S-1', 'CTT*1'], { type: '830', group: 'PS' }))
  expect(forecast.messages[0]!.document).toMatchObject({ lines: [{ schedule: [{ quantity: '100', extra: { FST: ['100*C*W*20260309'] } }], extra: { SHP: ['02*5000*011*20260101**20260225'], REF: ['SI*S-1'] } }] })
  const change = await readAll(x12, x12File(['BCH*04*SA*PO-1***20260301', 'POC*1*CA*10*2*EA*4.5*PE*VN*A1', 'SCH*6*EA***002*20260410', 'SCH*4*CA***010*20260420', 'CTT*1'], { type: '860', group: 'PC' }))
  expect(change.messages[0]!.document).toMatchObject({ lines: [{ quantity: '10', schedule: [{ quantity: '6', unit: 'EA', requestedDelivery: '2026-04-10' }, { quantity: '4', unit: 'XCS', sourceUnit: 'CA', extra: { SCH: ['4*CA***010*20260420'] } }] }] })
})

test.each([
  ['ORDRSP', ['BGM+231+SO-7+4', 'DTM+137:20260302:102', 'LIN+1+5++A:SA', 'UNS+S', 'CNT+2:2'], 'CNT.1.2'], ['DESADV', ['BGM+351+D-1+9', 'DTM+137:20260302:102', 'CPS+1', 'LIN+1++A:SA', 'QTY+12:1:PCE', 'CNT+2:2'], 'CNT.1.2'],
  ['RECADV', ['BGM+632+R-1+9', 'DTM+137:20260302:102', 'CPS+1', 'LIN+1++A:SA', 'QTY+48:1:PCE', 'CNT+2:2'], 'CNT.1.2'],
])('lines that a %s counts and does not have are told', async (type, segments, at) => {
  const { messages } = await readAll(edifact, edifactFile(segments, { type }))
  const [{ problems, document: read }] = messages as [(typeof messages)[0]]
  expect(problems.filter(({ code }) => code === 'line-count-differs').map(({ tag, element, component, text }) => `${[tag, element, component].join('.')} ${text ?? ''}`)).toEqual([`${at} 2`])
  expect(read).toMatchObject({ lines: [{ id: '1' }], extra: { CNT: ['2:2'] } })
  expect(await problemsOf(edifact, edifactFile(segments.map((segment) => segment.replace('CNT+2:2', 'CNT+2:1')), { type }))).not.toContain('warning line-count-differs')
})

test.each([
  ['855', 'PR', ['BAK*00*AC*PO-1*20260301', 'PO1*1*1*EA*1*PE*VP*N-1', 'CTT*2']], ['860', 'PC', ['BCH*04*SA*PO-1***20260301', 'POC*1*CA*10*2*EA*4.5*PE*VN*A1', 'CTT*2']],
  ['810', 'IN', ['BIG*20260310*INV-9', 'IT1*1*1*EA*1*PE*VP*N-1', 'TDS*100', 'CTT*2']], ['830', 'PS', ['BFR*05**R-17*SH*A*20260301*20260630*20260228', 'LIN*10*BP*P-1', 'FST*100*C*W*20260309', 'CTT*2']],
])('lines that an %s counts and does not have are told', async (type, group, segments) => {
  const told = async (lines: string[]): Promise<string[]> => (await readAll(x12, x12File(lines, { type, group }))).messages[0]!.problems.filter(({ code }) => code === 'line-count-differs').map(({ tag, element, text }) => `${tag ?? ''}.${element ?? ''} ${text ?? ''}`)
  expect(await told(segments)).toEqual(['CTT.1 2'])
  expect(await told(segments.map((segment) => segment.replace('CTT*2', 'CTT*1')))).toEqual([])
})

test.each([
  ['as they are', [], 'CTT*4', []], ['a parent that is not there', [['HL*4*3*I', 'HL*4*9*I']], 'CTT*4', ['warning level-unknown HL.2 9']], ['a number twice', [['HL*4*3*I', 'HL*3*2*I']], 'CTT*4', ['warning level-repeated HL.1 3']],
  ['lines counted instead', [], 'CTT*1', []], ['neither counted rightly', [], 'CTT*3', ['warning line-count-differs CTT.1 3']],
])('the levels of an 856: %s', async (_name, changes, trailer, expected) => {
  const segments = ['BSN*00*ASN-1*20260305*0910*0001', 'HL*1**S', 'HL*2*1*O', 'PRF*PO-1', 'HL*3*2*P', 'MAN*GM*340123450000000017', 'HL*4*3*I', 'LIN*1*VP*N-1', 'SN1**5*CA', trailer].map((segment) => changes.find(([from]) => from === segment)?.[1] ?? segment)
  const { messages } = await readAll(x12, x12File(segments, { type: '856', group: 'SH' }))
  expect(messages[0]!.problems.map(({ severity, code, tag, element, text }) => `${severity} ${code} ${tag ?? ''}.${element ?? ''} ${text ?? ''}`)).toEqual(expected)
})

test('the levels of a DESADV: one that stands in none before it is told, and what it says besides is no part of the package before', async () => {
  const { messages } = await readAll(edifact, edifactFile(['BGM+351+D-1+9', 'DTM+137:20260305:102', 'CPS+1', 'PAC+2++CT', 'CPS+2+1+3', 'PAC+1++CT', 'LIN+1++A:SA', 'QTY+12:60:PCE', 'CPS+3+9+3', 'PAC+1++CT', 'LIN+2++B:SA', 'QTY+12:1:PCE', 'CNT+2:2'], { type: 'DESADV' }))
  expect(messages[0]!.problems.map(({ severity, code, tag, element, text }) => `${severity} ${code} ${tag ?? ''}.${element ?? ''} ${text ?? ''}`)).toEqual(['warning level-unknown CPS.2 9'])
  expect(messages[0]!.document).toMatchObject({ packages: [{ id: '1', quantity: '2' }, { id: '2', within: '1' }, { id: '3', within: '9' }], lines: [{ id: '1', within: '2' }, { id: '2', within: '3' }], extra: { CPS: ['2+1+3', '3+9+3'] } })
  expect((messages[0]!.document as { packages: { extra?: object }[] }).packages.map(({ extra }) => Object.keys(extra ?? {}))).toEqual([[], [], []])
})

test('documents of EDIFACT name payer, payee, warehouse and the place that it was sent from as those of X12 do', async () => {
  expect(await document('REMADV', ['BGM+481+P-1+9', 'DTM+137:20260330:102', 'NAD+PR+4012345000009::9', 'NAD+PE+5412345000013::9', 'DOC+380+INV-1', 'MOA+9:100', 'MOA+12:98'])).toMatchObject({ payer: { identifiers: [{ value: '4012345000009' }] }, payee: { identifiers: [{ value: '5412345000013' }] } })
  expect(await document('INVRPT', ['BGM+35+IR-1+9', 'DTM+137:20260302:102', 'NAD+WH+4012345000009::9', 'LIN+1++A:SA', 'QTY+145:5:PCE'])).toMatchObject({ warehouse: { identifiers: [{ value: '4012345000009' }] } })
  expect(await document('DESADV', ['BGM+351+D-1+9', 'DTM+137:20260305:102', 'NAD+SF+4012345000009::9', 'CPS+1', 'LIN+1++A:SA', 'QTY+12:1:PCE'])).toMatchObject({ shipFrom: { identifiers: [{ value: '4012345000009' }] } })
})
