import { readAll } from '../readAll'

const segment = (name: string, fields: Record<string, string>, inside = ''): string =>
  `<${name} SEGMENT="1">${Object.entries(fields).map(([field, text]) => `<${field}>${text}</${field}>`).join('')}${inside}</${name}>`
const item = (posex: string, menge: string): string => segment('E1EDP01', { POSEX: posex, MENGE: menge, MENEE: 'PCE', VPREI: '210.00', PEINH: '100', NETWR: '3150.00' },
  segment('E1EDP20', { WMENG: '1000.000', EDATU: '20260320' }) + segment('E1EDP20', { WMENG: '500.000', EDATU: '20260401' })
  + segment('E1EDP19', { QUALF: '001', IDTNR: 'K-1', KTEXT: 'Widget, blue' }) + segment('E1EDP19', { QUALF: '002', IDTNR: '000000000000004711' }) + segment('E1EDP19', { QUALF: '003', IDTNR: '4012345678901' }))
const idoc = (docnum: string, type: string, po: string): string => `<IDOC BEGIN="1">
  ${segment('EDI_DC40', { TABNAM: 'EDI_DC40', DOCNUM: docnum, IDOCTYP: 'ORDERS05', MESTYP: type, SNDPRN: 'KONTOR', RCVPRN: 'NORDWERK' })}
  ${segment('E1EDK01', { CURCY: 'EUR', BELNR: po, ZTERM: 'N30' })}
  ${segment('E1EDK03', { IDDAT: '012', DATUM: '20260301' })}${segment('E1EDK03', { IDDAT: '002', DATUM: '20260320' })}
  ${segment('E1EDKA1', { PARVW: 'AG', PARTN: '0000100123', NAME1: 'Kontor Sued', STRAS: 'Hafenstr. 4', ORT01: 'Hamburg', PSTLZ: '20457', LAND1: 'DE', ILNNR: '4012345000009' })}
  ${segment('E1EDKA1', { PARVW: 'WE', PARTN: '0000100124', NAME1: 'Lager 3' })}
  ${segment('E1EDK17', { QUALF: '001', LKOND: 'DAP' })}${segment('E1EDK17', { QUALF: '002', LKTEXT: 'Hamburg' })}
  ${segment('E1EDKT1', { TDID: '0001' }, segment('E1EDKT2', { TDLINE: 'Ring before' }) + segment('E1EDKT2', { TDLINE: 'delivery' }))}
  ${item('000010', '1500.000')}
</IDOC>`
const file = (...idocs: string[]): string => `<?xml version="1.0"?>\n<ORDERS05>${idocs.join('')}</ORDERS05>`

test('an SAP ORDERS05 IDoc is an order draft, numbers with their zeros, a price per hundred as one', async () => {
  const { messages, file: read } = await readAll(file(idoc('0000000000000815', 'ORDERS', 'PO-11')), { file: 'idoc.xml' })
  expect(read).toMatchObject({ format: 'idoc', problems: [] })
  expect(messages).toMatchObject([{ type: 'ORDERS', version: 'ORDERS05', control: '0000000000000815', sender: { scheme: 'IDOC', value: 'KONTOR' }, problems: [] }])
  expect(messages[0]!.order).toMatchObject({
    reference: 'PO-11', issuedOn: '2026-03-01', currency: 'EUR', requestedDelivery: '2026-03-20', deliveryTerms: 'DAP Hamburg', notes: ['Ring before\ndelivery'], paymentTerms: 'N30',
    buyer: { name: 'Kontor Sued', identifiers: [{ scheme: 'GLN', value: '4012345000009' }, { scheme: 'buyer', value: '0000100123' }], address: { lines: ['Hafenstr. 4'], city: 'Hamburg', postalCode: '20457', country: 'DE' } },
    shipTo: { name: 'Lager 3' },
    lines: [{ id: '000010', quantity: '1500', unit: 'H87', sourceUnit: 'PCE', price: { amount: '210', base: '100' }, lineExtension: '3150', buyersItem: 'K-1', sellersItem: '000000000000004711', standardItem: '4012345678901', description: 'Widget, blue',
      schedule: [{ quantity: '1000', requestedDelivery: '2026-03-20' }, { quantity: '500', requestedDelivery: '2026-04-01' }] }],
  })
})

test('several IDocs in a file are an order each; one that breaks off keeps none of the others back', async () => {
  const whole = file(idoc('1', 'ORDERS', 'PO-1'), idoc('2', 'ORDERS', 'PO-2'), idoc('3', 'ORDERS', 'PO-3'))
  expect((await readAll(whole, { file: 'idoc.xml' })).messages.map(({ order }) => [order?.reference, order?.lines.length])).toEqual([['PO-1', 1], ['PO-2', 1], ['PO-3', 1]])
  const cut = await readAll(whole.slice(0, whole.indexOf('PO-3') + 40), { file: 'idoc.xml' })
  expect([cut.messages.map(({ order }) => order?.reference), cut.file.problems[0]?.code]).toEqual([['PO-1', 'PO-2'], 'xml-truncated'])
})

test('an answer or a change is no order, and another message is recognised only', async () => {
  const { messages } = await readAll(file(idoc('1', 'ORDRSP', 'PO-1'), idoc('2', 'ORDCHG', 'PO-2'), idoc('3', 'DESADV', 'PO-3')), { file: 'idoc.xml' })
  expect(messages.map(({ type, order, document }) => [type, order, document?.order])).toEqual([['ORDRSP', undefined, 'PO-1'], ['ORDCHG', undefined, 'PO-2'], ['DESADV', undefined, undefined]])
})
