import { edifact } from '../../../mappings/edi/edifact'
import { edifactFile, problemsOf, readAll } from './reading'

const ORDER = [
  'BGM+220+4500018+9', 'DTM+137:20260301:102', 'DTM+2:202603201430:203', 'DTM+64:20260318:102', 'FTX+DEL+++Bitte vorher:anrufen?: 040 555', 'RFF+CT:V-1', 'RFF+RE:3',
  'NAD+BY+4012345000009::9++Kontor S?+d+Hafenstr. 4+Hamburg+HH+20457+DE', 'RFF+VA:DE123456789', 'CTA+OC+:Ina Holm', 'COM+040 555:TE', 'COM+ina@kontor.example:EM',
  'NAD+SU+K-77::91', 'NAD+DP+L3::92++Kontor Lager 3', 'NAD+IV+++Kontor Zentrale', 'CUX+2:EUR:9', 'PAT+1++5:3:D:30', 'TOD+3++DAP', 'ALC+C++++FC', 'MOA+8:12.50',
  'LIN+10++4012345678901:EN', 'PIA+1+K-4711:BP+NW-9:SA', 'IMD+F++:::Widget, blue', 'QTY+21:120:PCE', 'DTM+2:20260325:102', 'MOA+203:1110', 'PRI+AAA:925:CT::100:PCE', 'TAX+7+VAT+++:::19+S',
  'LIN+20', 'PIA+5+K-4712:IN', 'QTY+21:1500.5:KGM', 'PRI+AAA:2.10', 'ALC+A', 'PCD+3:5', 'SCC+1', 'QTY+21:1000:KGM', 'DTM+2:20260401:102', 'SCC+1', 'QTY+21:500.5:KGM', 'DTM+2:20260501:102',
  'UNS+S', 'MOA+79:4261.05', 'MOA+86:5000', 'CNT+2:2',
]

test('ORDERS become a draft with every field that they have (R-INT-02)', async () => {
  const { messages, file } = await readAll(edifact, edifactFile(ORDER))
  expect(file.problems).toEqual([])
  const { order, ...message } = messages[0]!
  expect(message).toMatchObject({ type: 'ORDERS', version: 'D:96A', control: '1', segments: 46, interchange: '4711', test: false,
    sender: { scheme: 'GLN', value: '4012345000009' }, receiver: { scheme: 'GLN', value: '5412345000013' } })
  expect(message.problems).toEqual([])
  expect(order).toEqual({
    reference: '4500018', release: '3', issuedOn: '2026-03-01', requestedDelivery: '2026-03-20T14:30', currency: 'EUR', paymentTerms: '30 days', deliveryTerms: 'DAP',
    notes: ['Bitte vorher anrufen: 040 555'],
    buyer: { name: 'Kontor S+d', identifiers: [{ scheme: 'GLN', value: '4012345000009' }, { scheme: 'VAT', value: 'DE123456789' }],
      address: { lines: ['Hafenstr. 4'], city: 'Hamburg', region: 'HH', postalCode: '20457', country: 'DE' }, contact: { name: 'Ina Holm', phone: '040 555', email: 'ina@kontor.example' } },
    seller: { identifiers: [{ scheme: 'seller', value: 'K-77' }] }, shipTo: { name: 'Kontor Lager 3', identifiers: [{ scheme: 'buyer', value: 'L3' }] },
    billTo: { name: 'Kontor Zentrale', identifiers: [] },
    allowancesCharges: [{ kind: 'charge', code: 'FC', amount: '12.5' }],
    lines: [
      { id: '10', standardItem: '4012345678901', buyersItem: 'K-4711', sellersItem: 'NW-9', description: 'Widget, blue', quantity: '120', unit: 'H87', sourceUnit: 'PCE',
        requestedDelivery: '2026-03-25', lineExtension: '1110', price: { amount: '925', base: '100' }, taxes: [{ type: 'VAT', percent: '19', category: 'S' }], extra: { PRI: ['AAA:925:CT::100:PCE'] } },
      { id: '20', buyersItem: 'K-4712', quantity: '1500.5', unit: 'KGM', price: { amount: '2.1' }, allowancesCharges: [{ kind: 'allowance', percent: '5' }],
        schedule: [{ quantity: '1000', requestedDelivery: '2026-04-01' }, { quantity: '500.5', requestedDelivery: '2026-05-01' }], extra: { SCC: ['1', '1'] } },
    ],
    lineExtension: '4261.05', payable: '5000',
    extra: { BGM: ['220++9'], DTM: ['64:20260318:102'], RFF: ['CT:V-1'], PAT: ['1++5:3:D:30'], TOD: ['3++DAP'] },
  })
})

test('delimiters of a UNA are used, and unusual ones without a UNA are found in the header', async () => {
  const plain = await readAll(edifact, edifactFile(ORDER))
  const other = edifactFile(ORDER, { una: '' }).replace(/\?([+:])/g, '\x01$1').replace(/(?<!\x01)\+/g, '"').replace(/(?<!\x01):/g, '=').replaceAll("'", ';').replaceAll('\x01', '?')
  expect((await readAll(edifact, other)).messages[0]!.order!.lines).toEqual(plain.messages[0]!.order!.lines)
  const advised = edifactFile(ORDER, { una: 'UNA=*,! ~' }).replace(/\?([+:])/g, '\x01$1').split('UNB')
  const body = ('UNB' + advised[1]!).replace(/(?<!\x01)\+/g, '*').replace(/(?<!\x01):/g, '=').replaceAll("'", '~').replaceAll('\x01', '').replaceAll('1500.5', '1500,5').replaceAll('500.5', '500,5')
    .replaceAll('2.10', '2,10').replaceAll('12.50', '12,50').replaceAll('4261.05', '4261,05')
  const read = await readAll(edifact, advised[0]! + body)
  expect(read.messages[0]!.problems).toEqual([])
  expect(read.messages[0]!.order!.lines).toEqual(plain.messages[0]!.order!.lines)
})

test('an order is the same in chunks of any size', async () => {
  const text = edifactFile(ORDER)
  const whole = await readAll(edifact, text)
  for (const size of [1, 2, 3, 8, 9, 10, 64, 1000]) expect(await readAll(edifact, text, {}, size)).toEqual(whole)
})

test('lines that end with line ends are segments where no apostrophe is', async () => {
  const { messages } = await readAll(edifact, edifactFile(ORDER.slice(0, 3), { una: '' }).replaceAll("'", ''))
  expect(messages[0]!.order).toMatchObject({ reference: '4500018', issuedOn: '2026-03-01' })
})

test.each([
  ['UNOC:3', 'latin1', 'München', []], ['UNOC:3', 'utf8', 'München', ['warning charset-differs']], ['UNOA:2', 'utf8', 'München', ['warning character-outside-set']],
  ['UNOA:2', 'latin1', 'München', ['warning character-outside-set']], ['UNOY:4', 'utf8', '天津 Łódź', []], ['UNOW:4', 'utf8', 'Ødegård', []],
] as const)('a name under %s sent as %s is read right', async (syntax, encoding, name, problems) => {
  const text = edifactFile(['BGM+220+1+9', `NAD+BY+++${name}`, 'LIN+1++A:SA', 'QTY+21:1:PCE', 'UNS+S'], { syntax })
  const { messages, file } = await readAll(edifact, Buffer.from(text, encoding))
  expect(messages[0]!.order!.buyer!.name).toBe(name)
  expect(file.problems.map(({ code, severity }) => `${severity} ${code}`)).toEqual(problems)
})

test.each([
  ['1,5', "UNA:+,? '", '1.5', []], ['1,5', "UNA:+.? '", '1.5', ['warning decimal-mark-differs']], ['1,500', "UNA:+.? '", undefined, ['error number-ambiguous', 'error quantity-missing']],
  ['1.500', "UNA:+.? '", '1.5', []], ['1.234,50', "UNA:+,? '", undefined, ['warning element-type', 'error number-unreadable', 'error quantity-missing']], ['1,5', '', '1.5', []],
  ['-3', '', '-3', ['error quantity-negative']], ['0', '', '0', ['warning quantity-zero']],
] as const)('the quantity %s under %j is %s', async (text, una, value, problems) => {
  const content = edifactFile(['BGM+220+1+9', 'DTM+137:20260301:102', 'LIN+1++A:SA', `QTY+21:${text}:PCE`, 'UNS+S'], { una })
  expect((await readAll(edifact, content)).messages[0]!.order!.lines[0]!.quantity).toBe(value)
  expect(await problemsOf(edifact, content)).toEqual(problems)
})

test.each([
  ['20260317:102', '2026-03-17', []], ['260317:101', '2026-03-17', ['note date-two-digit-year']], ['20260317', '2026-03-17', ['warning date-format-missing']],
  ['030405', undefined, ['error date-ambiguous']], ['20260231:102', undefined, ['error date-unreadable']], ['202603171430:203', '2026-03-17T14:30', []],
  ['20260317143059:204', '2026-03-17T14:30:59', []], ['20260317:203', '2026-03-17', ['warning date-format-missing']], ['202603171430:102', '2026-03-17T14:30', ['warning date-format-missing']], ['2026031714300100:205', undefined, ['error date-unreadable']],
  ['202603171430+0100:205', '2026-03-17T14:30+01:00', []], ['2026031720260331:718', '2026-03-17', []], ['20260317-20260331:718', '2026-03-17', ['warning date-format-missing']],
  ['20260317/20260331:718', '2026-03-17', ['warning date-format-missing']], ['202603171430202603311200:719', '2026-03-17T14:30', []], ['20260317-20260231:718', undefined, ['error date-unreadable']],
  ['20260317-31:718', undefined, ['error date-unreadable']],
] as const)('the requested date %s is %s', async (text, value, problems) => {
  const content = edifactFile(['BGM+220+1+9', `DTM+2:${text.replace('+', '?+')}`, 'LIN+1++A:SA', 'QTY+21:1:PCE', 'UNS+S'])
  expect((await readAll(edifact, content)).messages[0]!.order!.requestedDelivery).toBe(value)
  expect(await problemsOf(edifact, content)).toEqual(problems)
})

test('of a period the first date is the wanted one, and both are kept and told', async () => {
  const { messages } = await readAll(edifact, edifactFile(['BGM+220+1+9', 'DTM+137:20260301:102', 'LIN+1++A:SA', 'QTY+21:1:PCE', 'DTM+2:20260317-20260331:718', 'UNS+S']))
  expect(messages[0]!.order!.lines[0]).toMatchObject({ requestedDelivery: '2026-03-17', extra: { DTM: ['2:20260317-20260331:718'] } })
  expect(messages[0]!.problems).toMatchObject([{ code: 'date-format-missing', tag: 'DTM', message: expect.stringContaining('2026-03-17 to 2026-03-31') as string }])
})

test('what was taken for want of better is kept when the better one comes, and no longer told (R-INT-02)', async () => {
  const { messages } = await readAll(edifact, edifactFile(['BGM+220+1+9', 'DTM+4:20260228:102', 'DTM+137:20260301:102', 'LIN+1++A:SA', 'QTY+1:7:PCE', 'QTY+21:6:PCE', 'DTM+67:20260401:102', 'DTM+2:20260317:102', 'PRI+AAB:99', 'PRI+AAA:90', 'UNS+S']))
  expect(messages[0]!.order).toMatchObject({ issuedOn: '2026-03-01', extra: { DTM: ['4:20260228:102'] },
    lines: [{ quantity: '6', price: { amount: '90' }, requestedDelivery: '2026-03-17', extra: { QTY: ['1:7:PCE'], DTM: ['67:20260401:102'], PRI: ['AAB:99'] } }] })
  expect(messages[0]!.problems.map(({ code }) => code)).not.toContain('price-gross')
})

test('an ambiguous date is read where the profile says the order of its parts', async () => {
  const content = edifactFile(['BGM+220+1+9', 'DTM+2:030405', 'LIN+1++A:SA', 'QTY+21:1:PCE', 'UNS+S'])
  const { messages } = await readAll(edifact, content, { profile: () => ({ dateOrder: 'DMY' }) })
  expect(messages[0]!.order!.requestedDelivery).toBe('2005-04-03')
})

test('a released terminator is text', async () => {
  const { messages } = await readAll(edifact, edifactFile(['BGM+220+1+9', 'LIN+1++A:SA', "IMD+F++:::It?'s 50??", 'QTY+21:1:PCE', 'UNS+S']), {}, 3)
  expect(messages[0]!.order!.lines[0]!.description).toBe("It's 50?")
})

test('a bare message is read, and its missing envelope said', async () => {
  const { messages, file } = await readAll(edifact, "UNH+1+ORDERS:D:96A:UN'BGM+220+77+9'DTM+137:20260301:102'LIN+1++A:SA'QTY+21:1:PCE'UNS+S'UNT+7+1'")
  expect(messages[0]).toMatchObject({ type: 'ORDERS', order: { reference: '77' }, problems: [] })
  expect(messages[0]!.sender).toBeUndefined()
  expect(file.problems.map(({ code }) => code)).toEqual(['envelope-missing'])
})
