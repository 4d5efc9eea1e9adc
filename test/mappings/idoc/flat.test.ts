import { readAll } from '../readAll'

const pad = (text: string, length: number): string => text.padEnd(length).slice(0, length)
/** The control record as SAP writes it: 524 characters. */
const control = (docnum: string, type = 'ORDERS'): string => pad(`${pad('EDI_DC40', 10)}800${docnum}${pad('740', 4)}30${'2'}${' '.repeat(3)}${pad('ORDERS05', 30)}${pad('', 30)}${pad(type, 30)}`, 148)
  + `${pad('SAPKON', 10)}LS  ${pad('KONTOR', 10)}${' '.repeat(91)}${pad('SAPNOR', 10)}LS  ${pad('NORDWERK', 10)}${' '.repeat(91)}20260301081500`.padEnd(376)
/** A data record: 63 characters of its own, then the fields one behind the other. */
const record = (name: string, number: number, level: string, fields: [text: string, length: number][], docnum = DOCNUM): string =>
  pad(`${pad(name, 30)}800${docnum}${String(number).padStart(6, '0')}000000${level}`, 63) + fields.map(([text, length]) => pad(text, length)).join('')

const DOCNUM = '0000000000000815'
const K01 = record('E2EDK01005', 1, '01', [['', 4], ['EUR', 3], ['EUR', 3], ['1.00000', 12], ['N30', 17], ['', 40], ['NB', 4], ['PO-11', 35]])
const PARTY = (number: number, role: string, partner: string, name: string): string => record('E2EDKA1003', number, '01', [[role, 3], [partner, 17], ['', 17], [name, 35], ['', 105], ['Hafenstr. 4', 35], ['', 70], ['Hamburg', 35], ['', 9], ['20457', 9], ['', 9], ['DE', 3]])
const item = (number: number, posex: string, menge: string): string[] => [
  record('E2EDP01011', number, '01', [[posex, 6], ['', 5], [menge, 15], ['PCE', 3], ['', 18 + 7], ['210.00', 15], ['100', 9], ['3150.00', 18]]),
  record('E2EDP20001', number + 1, '02', [['1000.000', 15], ['', 15], ['20260320', 8]]),
  record('E2EDP20001', number + 2, '02', [['500.000', 15], ['', 15], ['20260401', 8]]),
  record('E2EDP19001', number + 3, '02', [['001', 3], ['K-1', 35], ['Widget, blue', 70]]),
  record('E2EDP19001', number + 4, '02', [['002', 3], ['000000000000004711', 35]]),
  record('ZITEMX', number + 5, '02', [['own words of the partner', 40]]),
]
const ORDER = [control(DOCNUM), K01, record('E2EDK03', 2, '01', [['012', 3], ['20260301', 8]]), record('E2EDK03', 3, '01', [['002', 3], ['20260320', 8]]), PARTY(4, 'AG', '0000100123', 'Kontor Süd'), PARTY(5, 'WE', '0000100124', 'Lager 3'),
  record('E2EDK17', 6, '01', [['001', 3], ['DAP', 3]]), record('E2EDK17', 7, '01', [['002', 3], ['', 3], ['Hamburg', 70]]),
  record('E2EDKT1002', 8, '01', [['0001', 4]]), record('E2EDKT2001', 9, '02', [['Ring before', 70]]), record('E2EDKT2001', 10, '02', [['delivery', 70], ['=', 2]]), ...item(11, '000010', '1500.000'), record('E2EDS01', 17, '01', [['001', 3], ['1', 18]])]
const read = (text: string | Buffer, file = 'idoc.txt'): ReturnType<typeof readAll> => readAll(text, { file })

describe('an SAP IDoc as a flat file (R-INT-01)', () => {
  test('is the same order as in XML: numbers with their zeros, a price per hundred, deliveries, texts; a segment of the partner\'s own is kept', async () => {
    expect(ORDER[0]).toHaveLength(524)
    const { messages, file } = await read(ORDER.join('\r\n'))
    expect(file).toMatchObject({ format: 'idoc', problems: [] })
    expect(messages).toMatchObject([{ type: 'ORDERS', version: 'ORDERS05', control: DOCNUM, sender: { scheme: 'IDOC', value: 'KONTOR' }, receiver: { scheme: 'IDOC', value: 'NORDWERK' }, problems: [] }])
    expect(messages[0]!.order).toMatchObject({
      reference: 'PO-11', issuedOn: '2026-03-01', currency: 'EUR', requestedDelivery: '2026-03-20', deliveryTerms: 'DAP Hamburg', notes: ['Ring before\ndelivery'], paymentTerms: 'N30',
      buyer: { name: 'Kontor Süd', identifiers: [{ scheme: 'buyer', value: '0000100123' }], address: { lines: ['Hafenstr. 4'], city: 'Hamburg', postalCode: '20457', country: 'DE' } }, shipTo: { name: 'Lager 3' },
      lines: [{ id: '000010', quantity: '1500', unit: 'H87', sourceUnit: 'PCE', price: { amount: '210', base: '100' }, lineExtension: '3150', buyersItem: 'K-1', sellersItem: '000000000000004711', description: 'Widget, blue',
        schedule: [{ quantity: '1000', requestedDelivery: '2026-03-20' }, { quantity: '500', requestedDelivery: '2026-04-01' }], extra: { ZITEMX: ['own words of the partner'] } }],
    })
  })

  test('without line ends it is cut by the lengths of its records, and in Latin 1 it is the same', async () => {
    const { messages: [lines] } = await read(ORDER.join('\n'))
    const { messages: [whole] } = await read(ORDER.map((text, i) => (i === 0 ? text : text.padEnd(1063))).join(''))
    const { messages: [latin1] } = await read(Buffer.from(ORDER.join('\n'), 'latin1'))
    expect([whole?.order, latin1?.order]).toEqual([lines!.order, lines!.order])
  })

  test('a value that is none is a problem at its line, column and byte, counted behind letters of two bytes', async () => {
    const text = ORDER.join('\n').replace('1500.000', '15oo.000')
    const { messages: [message] } = await read(text)
    const at = Buffer.from(text).indexOf('15oo.000')
    expect(message!.problems.find(({ code }) => code === 'number-unreadable')).toMatchObject({ severity: 'error', tag: 'MENGE', line: 12, column: 64 + 11, offset: at, text: '15oo.000' })
  })

  test('several in a file are an order each; a cut line, a lost segment, and one of another IDoc are told with line and byte', async () => {
    const second = ORDER.map((line) => line.replace(DOCNUM, '0000000000000816').replace('PO-11', 'PO-12'))
    const lost = [...second.slice(0, 4), ...second.slice(5)]
    const found = await read([...ORDER, ...lost, K01, 'E2EDP01011   80'].join('\n'))
    expect(found.messages.map(({ order }) => [order?.reference, order?.lines.length])).toEqual([['PO-11', 1], ['PO-12', 1]])
    expect(found.file.problems.map(({ code, severity, line }) => `${severity} ${code} ${line!}`)).toEqual(['warning segment-missing 23', 'warning control-number-differs 36', 'error segment-unterminated 37'])
    const offset = Buffer.byteLength([...ORDER, ...lost, K01, ''].join('\n'))
    expect(found.file.problems.at(-1)).toMatchObject({ line: 37, column: 1, offset })
  })

  test('an answer is no order, another message is recognised, and one without lines is no order that is taken', async () => {
    const { messages } = await read([control(DOCNUM, 'ORDRSP'), ...ORDER.slice(1), control(DOCNUM, 'DESADV'), K01, control(DOCNUM), K01].join('\n'))
    expect(messages.map(({ type, order, document }) => [type, order?.reference, document?.order])).toEqual([['ORDRSP', undefined, 'PO-11'], ['DESADV', undefined, undefined], ['ORDERS', 'PO-11', undefined]])
    expect(messages[2]!.problems.map(({ code }) => code)).toContain('lines-missing')
  })

  test('cut off at any byte it is read calmly', async () => {
    const bytes = Buffer.from(ORDER.join('\n'))
    for (let end = 8; end < bytes.length; end += 97) {
      const { file } = await read(bytes.subarray(0, end))
      expect(file.format).toBe('idoc')
    }
  })
})
