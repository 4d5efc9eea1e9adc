import { x12 } from '../../../mappings/edi/x12'
import { ISA, problemsOf, readAll, x12File } from './reading'

const ORDER = [
  'BEG*00*RL*4500017*R-3*20260301', 'CUR*BY*EUR', 'REF*DP*038', 'FOB*PP****DAP', 'ITD*14*3*2**10**30', 'DTM*002*20260320', 'DTM*010*20260318',
  'N9*L1*NOTES', 'MSG*Ring before delivery',
  'N1*BY*Kontor Sued GmbH*UL*4012345000009', 'N3*Hafenstr. 4*Tor 2', 'N4*Hamburg*HH*20457*DE', 'PER*BD*Ina Holm*TE*+49 40 555*EM*ina@kontor.example',
  'N1*SU*Nordwerk*91*K-77', 'N1*ST*Kontor Lager 3*92*L3', 'N4*Kiel**24103*DE', 'N1*BT*Kontor Zentrale*1*123456789',
  'PO1*10*120*EA*9.25*PE*BP*K-4711*VP*NW-9*UP*036000291452', 'PID*F****Widget, blue', 'SAC*A*C310***500*Z*2.5', 'DTM*002*20260325', 'SCH*100*EA***002*20260325', 'SCH*20*EA***002*20260401',
  'PO1*20*3*DZ*48*HP*CB*K-4712', 'PO4*4*4*EA', 'TXI*VA*1.20*19',
  'CTT*2*123', 'AMT*1*1254',
]

test('an 850 becomes a draft with every field that it has (R-INT-02)', async () => {
  const { messages, file } = await readAll(x12, x12File(ORDER))
  expect(file.problems).toEqual([])
  expect(messages).toHaveLength(1)
  const { order, ...message } = messages[0]!
  expect(message).toMatchObject({ type: '850', version: '004010', control: '0001', segments: 30, interchange: '000000905', test: false, problems: [],
    sender: { scheme: 'DUNS', value: '123456789' }, receiver: { scheme: 'ISA:ZZ', value: 'NORDWERK' } })
  expect(order).toEqual({
    reference: '4500017', release: 'R-3', issuedOn: '2026-03-01', currency: 'EUR', deliveryTerms: 'DAP', paymentTerms: '2 % 10 days, net 30 days',
    requestedDelivery: '2026-03-20', notes: ['Ring before delivery'],
    buyer: { name: 'Kontor Sued GmbH', identifiers: [{ scheme: 'GLN', value: '4012345000009' }], address: { lines: ['Hafenstr. 4', 'Tor 2'], city: 'Hamburg', region: 'HH', postalCode: '20457', country: 'DE' },
      contact: { name: 'Ina Holm', phone: '+49 40 555', email: 'ina@kontor.example' } },
    seller: { name: 'Nordwerk', identifiers: [{ scheme: 'seller', value: 'K-77' }] },
    shipTo: { name: 'Kontor Lager 3', identifiers: [{ scheme: 'buyer', value: 'L3' }], address: { city: 'Kiel', postalCode: '24103', country: 'DE' } },
    billTo: { name: 'Kontor Zentrale', identifiers: [{ scheme: 'DUNS', value: '123456789' }] },
    lines: [
      { id: '10', quantity: '120', unit: 'EA', price: { amount: '9.25' }, buyersItem: 'K-4711', sellersItem: 'NW-9', standardItem: '036000291452', description: 'Widget, blue',
        requestedDelivery: '2026-03-25', allowancesCharges: [{ kind: 'allowance', code: 'C310', amount: '5', percent: '2.5' }],
        schedule: [{ quantity: '100', requestedDelivery: '2026-03-25' }, { quantity: '20', requestedDelivery: '2026-04-01' }] },
      { id: '20', quantity: '3', unit: 'DZN', sourceUnit: 'DZ', price: { amount: '48', base: '100' }, buyersItem: 'K-4712', taxes: [{ type: 'VA', amount: '1.2', percent: '19' }],
        extra: { PO4: ['4*4*EA'] } },
    ],
    lineExtension: '1254',
    extra: { BEG: ['00*RL'], REF: ['DP*038'], FOB: ['PP****DAP'], ITD: ['14*3*2**10**30'], DTM: ['010*20260318'], N9: ['L1*NOTES'] },
  })
})

test.each([
  ['PE', 'EA', undefined], ['HP', 'EA', '100'], ['TP', 'EA', '1000'], ['WD', 'EA', '12'], ['PD', 'DZ', undefined], ['TC', 'HC', undefined], ['', 'EA', undefined],
])('a price of basis %s for a line in %s has the base quantity %s', async (basis, unit, base) => {
  const { messages } = await readAll(x12, x12File(['BEG*00*SA*1**20260301', `PO1*1*5*${unit}*7.50*${basis}*VP*A`]))
  expect(messages[0]!.order!.lines[0]!.price).toEqual(base === undefined ? { amount: '7.5' } : { amount: '7.5', base })
})

test.each([['|', '\n'], ['*', '\r\n'], ['\x1d', '\x1c'], ['\t', '\n'], ['\t', '~'], ['+', "'"], ['*', '…']])('delimiters %j and terminator %j are taken from the ISA', async (element, terminator) => {
  const text = x12File(ORDER, { terminator: '~' }).replaceAll('*', element).replaceAll('~', terminator)
  const { messages, file } = await readAll(x12, Buffer.from(text, 'utf8'))
  expect(file.problems).toEqual([])
  expect(messages[0]!.order!.lines.map(({ id, quantity }) => [id, quantity])).toEqual([['10', '120'], ['20', '3']])
})

test('a date that was taken for want of a better one is kept when that comes', async () => {
  const { messages } = await readAll(x12, x12File(['BEG*00*SA*1**20260301', 'DTM*106*20260401', 'DTM*002*20260317', 'PO1*1*5*EA*7*PE*VP*A', 'DTM*074*20260402', 'DTM*002*20260318']))
  expect(messages[0]!.order).toMatchObject({ requestedDelivery: '2026-03-17', extra: { DTM: ['106*20260401'] }, lines: [{ requestedDelivery: '2026-03-18', extra: { DTM: ['074*20260402'] } }] })
})

test('a table whose first column is called ISA or GS is none (R-INT-02)', async () => {
  for (const head of ['ISA', 'GS']) expect(x12.sniff(Buffer.from(`${head}\tSKU\tQty\n1\tA\t2\n`), 'orders.txt')).toBe(0)
})

test('an order is the same in chunks of any size', async () => {
  const text = x12File(ORDER)
  const whole = await readAll(x12, text)
  for (const size of [1, 2, 3, 7, 64, 105, 106, 107, 1000]) expect(await readAll(x12, text, {}, size)).toEqual(whole)
})

test('what the buyer calls the unit is translated by the profile before our own table', async () => {
  const { messages } = await readAll(x12, x12File(['BEG*00*SA*1**20260301', 'PO1*1*5*KI*7*PE*VP*A', 'PO1*2*5**7*PE*VP*B']), {
    profile: (identifiers) => (identifiers[0]?.scheme === 'DUNS' ? { codes: { unit: { KI: 'XKI' } }, defaults: { unit: 'C62', priceBase: '10', currency: 'SEK' } } : undefined),
  })
  expect(messages[0]!.order).toMatchObject({ currency: 'SEK', lines: [{ unit: 'XKI', sourceUnit: 'KI', price: { base: '10' } }, { unit: 'C62' }] })
})

test('a problem that the partner profile rejects stops the order, one it ignores is a note', async () => {
  const text = x12File(ORDER).replace('SE*30*', 'SE*31*').replace('GE*1*', 'GE*2*')
  expect(await problemsOf(x12, text)).toEqual(['warning segment-count-differs', 'warning message-count-differs'])
  expect(await problemsOf(x12, text, { profile: () => ({ onProblem: { 'segment-count-differs': 'reject', 'message-count-differs': 'ignore' } }) }))
    .toEqual(['error segment-count-differs', 'note message-count-differs'])
})

test('a problem names its segment, element, line, offset and text', async () => {
  const text = x12File(['BEG*00*SA*1**20260301', 'PO1*1*12A*EA*7*PE*VP*A'])
  const { messages } = await readAll(x12, text)
  const unreadable = messages[0]!.problems.find(({ code }) => code === 'number-unreadable')
  expect(unreadable).toEqual({ code: 'number-unreadable', severity: 'error', message: '"12A" is no number (digits with a point as decimal mark). Ask the sender.',
    segment: 5, tag: 'PO1', element: 2, line: 5, offset: text.indexOf('12A'), text: '12A' })
})

test('binary data may hold delimiters', async () => {
  const { messages, file } = await readAll(x12, x12File(['BIN*12*AB~SE*1*0001', 'REF*ZZ*1'], { type: '102' }), {}, 5)
  expect([...messages[0]!.problems, ...file.problems].map(({ code }) => code)).toEqual(['message-type-unsupported'])
  expect(messages[0]!.segments).toBe(4)
})

test('an ISA with elements too short is read by its separators, and said', async () => {
  const isa = 'ISA*00**00**01*123456789*ZZ*NORDWERK*260302*0910*U*00401*905*0*P*>'
  const { messages, file } = await readAll(x12, x12File(ORDER, { isa }))
  expect(messages[0]!.order!.reference).toBe('4500017')
  expect(file.problems.map(({ code }) => code)).toEqual(['isa-width', 'control-number-differs'])
  expect(file.problems[0]!.message).toContain('ISA06 has 9 instead of 15')
})

test('a file wrapped at 80 columns is the same order', async () => {
  const flat = x12File(ORDER, { terminator: '~' })
  const wrapped = flat.replace(/(.{80})/g, '$1\r\n')
  const { messages, file } = await readAll(x12, wrapped)
  expect(messages[0]!.order).toEqual((await readAll(x12, flat)).messages[0]!.order)
  expect(file.problems.map(({ code }) => code)).toEqual(['lines-wrapped'])
})

test('the sniffer knows X12 with and without envelope, and nothing else', () => {
  expect(x12.sniff(Buffer.from(`\ufeff\r\n${ISA}~GS*PO`), 'a.txt')).toBe(1)
  expect(x12.sniff(Buffer.from('ST*850*0001~BEG*00*SA*1**20260301~'), 'a.txt')).toBe(0.8)
  expect(x12.sniff(Buffer.from('ISA BELLA;12;2\nGS;1'), 'a.csv')).toBe(0)
  expect(x12.sniff(Buffer.from("UNB+UNOA:1+A+B+260302:0910+1'"), 'a.edi')).toBe(0)
})

test('a grocery order (875) is an order too', async () => {
  const { messages } = await readAll(x12, x12File(['G50*N*20260301*4500019', 'N1*ST*Lager*92*L3', 'G62*02*20260310', 'G68*10*CA*14.5*004012345678*VN*NW-9', 'G69*CRUSTY ROLLS', 'G76*10*CA'], { type: '875', group: 'OG' }))
  expect(messages[0]).toMatchObject({ type: '875', problems: [], order: { reference: '4500019', issuedOn: '2026-03-01', requestedDelivery: '2026-03-10', shipTo: { name: 'Lager' },
    lines: [{ id: '1', quantity: '10', unit: 'XCS', sourceUnit: 'CA', price: { amount: '14.5' }, standardItem: '004012345678', sellersItem: 'NW-9', description: 'CRUSTY ROLLS' }] } })
})
