import { type Profile } from '../../../mappings/profile'
import { readDocument } from '../../../mappings/read'
import { codes, readAll } from '../readAll'

const withProfile = (profile: Profile): { profile: () => Profile } => ({ profile: () => profile })
const german = ['Bestellnummer;Kundennummer;Bestelldatum;Pos;Artikelnummer;Menge;ME;Preis;Liefertermin',
  'B-1;10001;02.03.2026;10;4711;1.200;Stk;12,50;09.03.2026',
  'B-1;10001;02.03.2026;20;4712;24;Stk;1.250,00;10.03.2026',
  'B-2;10001;02.03.2026;10;4711;5;Stk;12,50;09.03.2026', ''].join('\r\n')

describe('orders in a table (R-INT-01)', () => {
  test('rows with the same order number are one order, whatever the separator', async () => {
    for (const separator of [';', '\t', '|']) {
      const { messages, file } = await readAll(german.replaceAll(';', separator), withProfile({ decimalMark: ',' }))
      expect(file).toMatchObject({ format: 'csv', problems: [] })
      expect(messages.map((m) => [m.order?.reference, m.order?.lines.length, m.segments])).toEqual([['B-1', 2, 2], ['B-2', 1, 1]])
      expect(messages[0]!.order).toMatchObject({
        issuedOn: '2026-03-02', requestedDelivery: '2026-03-09', buyer: { identifiers: [{ scheme: 'seller', value: '10001' }] },
        lines: [{ id: '10', buyersItem: '4711', quantity: '1200', unit: 'H87', sourceUnit: 'Stk', price: { amount: '12.5' } },
          { id: '20', quantity: '24', price: { amount: '1250' }, requestedDelivery: '2026-03-10' }],
      })
    }
  })

  test('known column names are found in English, German, French and Chinese', async () => {
    for (const header of ['PO number,Part no,Qty,UOM', 'Bestell-Nr.,Artikel-Nr.,Menge,Einheit', 'N° commande,Référence article,Quantité,Unité', '采购订单号,物料编码,数量,单位']) {
      const { messages } = await readAll(`${header}\n77,A-1,3,EA\n`)
      expect(messages[0]!.order).toMatchObject({ reference: '77', lines: [{ buyersItem: 'A-1', quantity: '3', unit: 'EA' }] })
    }
  })

  test('a partner\'s field table, unit codes and defaults win over the known words', async () => {
    const profile: Profile = {
      codes: { unit: { KI: 'XCS' } }, defaults: { currency: 'EUR', priceBase: '100' }, decimalMark: '.',
      table: { separator: ';', fields: [{ to: 'reference', from: 'Vorgang' }, { to: 'lines.sellersItem', from: ['Nr', 'Artikel'] }, { to: 'lines.quantity', from: 'Anz' }, { to: 'lines.unit', from: 'VE', default: 'EA' }, { to: 'lines.price.amount', from: 'EK' }] },
    }
    const { messages } = await readAll('Vorgang;Artikel;Anz;VE;EK;Farbe\nX1;S-9;1.000;KI;7.10;rot\nX1;S-8;2;;7.10;\n', withProfile(profile))
    expect(messages[0]!.order).toMatchObject({
      reference: 'X1', currency: 'EUR',
      lines: [{ id: '1', sellersItem: 'S-9', quantity: '1', unit: 'XCS', sourceUnit: 'KI', price: { amount: '7.1', base: '100' }, extra: { Farbe: ['rot'] } }, { id: '2', unit: 'EA' }],
    })
  })

  test('a table without names is read by positions, where the partner gives them', async () => {
    const { messages } = await readAll('P1;A;4\nP1;B;5\n', withProfile({ table: { separator: ';', fields: [{ to: 'reference', from: '#1' }, { to: 'lines.sellersItem', from: '#2' }, { to: 'lines.quantity', from: '#3' }] } }))
    expect(messages.map((m) => m.order?.lines.map((l) => [l.sellersItem, l.quantity]))).toEqual([[['A', '4'], ['B', '5']]])
  })

  test('the partner is asked for by customer number and by the names of the columns', async () => {
    const asked: string[] = []
    await readAll(german, { profile: (identifiers) => { asked.push(...identifiers.map((i) => `${i.scheme} ${i.value}`)); return undefined } })
    expect(asked).toEqual(['seller 10001', 'columns bestellnummer|kundennummer|bestelldatum|pos|artikelnummer|menge|me|preis|liefertermin'])
  })

  test('rows of one order that stand apart are one order all the same', async () => {
    const { messages } = await readAll('PO,Item,Qty\nA,x,1\nB,y,2\nA,z,3\n')
    expect(messages.map((m) => [m.order?.reference, m.order?.lines.length])).toEqual([['A', 2], ['B', 1]])
  })

  test('the same order number from two buyers makes two orders', async () => {
    const { messages } = await readAll('PO,Customer no,Item,Qty\n7,100,x,1\n7,200,x,1\n')
    expect(messages).toHaveLength(2)
  })

  test('20,000 orders come one by one, and the first before the last has been written', async () => {
    let written = 0
    const source = async function* (): AsyncIterable<Buffer> {
      yield Buffer.from('PO,Item,Qty\n')
      for (let i = 0; i < 200; i++) { written++; yield Buffer.from(Array.from({ length: 100 }, (_, j) => `PO-${i}-${j},x,1\n`).join('')) }
    }
    let first: number | undefined
    let count = 0
    for await (const read of readDocument(source(), { file: 'big.csv' })) if (read.kind === 'message') { first ??= written; count++ }
    expect(count).toBe(20_000)
    expect(first).toBeLessThan(150)
  })
})

describe('bad inputs, group 3: tables', () => {
  test('quote unclosed: what came before is read, the order it broke off in waits, and the place is named', async () => {
    const { messages, file } = await readAll('PO,Item,Qty,Description\nA,x,1,ok\nB,y,2,"open\nC,z,3,lost\n')
    expect(codes(file.problems)).toEqual(['quote-not-closed@3'])
    expect(messages.map((m) => [m.order?.reference, codes(m.problems)])).toEqual([['A', ['quote-not-closed@3']]])
  })

  test('quote in field: it is text', async () => {
    const { messages } = await readAll('PO,Item,Qty,Description\nA,x,1,pipe 12" long\nA,y,1,"pipe 12"" long"\n')
    expect(messages[0]!.order?.lines.map((l) => l.description)).toEqual(['pipe 12" long', 'pipe 12" long'])
    expect(messages[0]!.problems).toEqual([])
  })

  test('; as separator, and as `sep=;` on the first line', async () => {
    for (const head of ['', 'sep=;\r\n']) {
      const { messages } = await readAll(`${head}PO;Item;Qty\r\nA;x;1\r\nA;y;zwei\r\n`)
      expect(messages[0]!.order?.lines[0]).toMatchObject({ sellersItem: 'x', quantity: '1' })
      expect(codes(messages[0]!.problems)).toEqual([head ? 'number-unreadable@4' : 'number-unreadable@3'])
    }
  })

  test('tab', async () => {
    const { messages } = await readAll('PO\tItem\tQty\nA\tx\t1\n', { file: 'orders.tsv' })
    expect(messages[0]!.order).toMatchObject({ reference: 'A', lines: [{ quantity: '1' }] })
  })

  test('CRLF in field: the field keeps it and the lines after keep their numbers', async () => {
    const { messages } = await readAll('PO,Item,Qty,Note\r\nA,x,1,"dock 3\r\nring twice"\r\n\r\nA,y,q,\r\n')
    expect(messages[0]!.order?.notes).toEqual(['dock 3\r\nring twice'])
    expect(codes(messages[0]!.problems)).toEqual(['number-unreadable@5'])
  })

  test('BOM: it is no part of the first name', async () => {
    const { messages } = await readAll('\ufeffPO,Item,Qty\nA,x,1\n')
    expect(messages[0]!.order?.reference).toBe('A')
  })

  test('UTF-16, with a mark and without', async () => {
    const text = 'PO;Item;Qty;Bezeichnung\nA;x;1;Schraube für Gerät\n'
    for (const bytes of [Buffer.from(`\ufeff${text}`, 'utf16le'), Buffer.from(text, 'utf16le'), Buffer.from(`\ufeff${text}`, 'utf16le').swap16()]) {
      const { messages } = await readAll(bytes)
      expect(messages[0]!.order?.lines[0]?.description).toBe('Schraube für Gerät')
    }
  })

  test('Latin-1: letters come out right, and a note says that it was found by the bytes', async () => {
    const { messages, file } = await readAll(Buffer.from('PO;Artikel;Menge;Bezeichnung\nA;x;1;Größe 10 für Gerät\n', 'latin1'))
    expect(messages[0]!.order?.lines[0]?.description).toBe('Größe 10 für Gerät')
    expect(file.problems).toMatchObject([{ code: 'charset-guessed', severity: 'note' }])
  })

  test('ragged rows: the order waits, and the line is named', async () => {
    const { messages } = await readAll('PO,Item,Qty,Description\nA,x,1,bolt, long\nB,y,5\nC,z,1,nut,,\n')
    expect(messages.map((m) => [m.order?.reference, codes(m.problems)])).toEqual([['A', ['row-length-differs@2']], ['B', ['row-length-differs@3']], ['C', []]])
    expect(messages[0]!.problems[0]!.severity).toBe('error')
  })

  test('duplicate header: a column that counts twice stops the file, another is left out', async () => {
    const twice = await readAll('PO,Item,Qty,qty\nA,x,1,2\n')
    expect(twice.messages).toEqual([])
    expect(twice.file.problems).toMatchObject([{ code: 'column-doubled', severity: 'fatal', tag: 'qty', element: 4 }])
    const spare = await readAll('PO,Item,Qty,Colour,Colour\nA,x,1,red,red\n')
    expect(spare.messages).toHaveLength(1)
    expect(spare.file.problems).toMatchObject([{ code: 'column-doubled', severity: 'warning' }])
  })

  test('missing header: nothing is guessed from the data', async () => {
    const { messages, file } = await readAll('4500001,10,A-4711,25\n4500001,20,A-4712,30\n')
    expect(messages).toEqual([])
    expect(file.problems).toMatchObject([{ code: 'header-missing', severity: 'fatal', line: 1 }])
  })

  test('unknown columns: the file says which are needed', async () => {
    const { file } = await readAll('PO,Customer no,Colour\nA,1,red\n')
    expect(file.problems[0]).toMatchObject({ code: 'columns-missing' })
    expect(file.problems[0]!.message).toContain('quantity')
  })

  test('`1.234,56` vs `1,234.56`: the rest of the column decides', async () => {
    const german = await readAll('PO;Item;Qty;Price\nA;x;1;1.234\nA;y;1;0,75\n')
    expect(german.messages[0]!.order?.lines.map((l) => l.price?.amount)).toEqual(['1234', '0.75'])
    const english = await readAll('PO;Item;Qty;Price\nA;x;1;1.234\nA;y;1;1,250.75\n')
    expect(english.messages[0]!.order?.lines.map((l) => l.price?.amount)).toEqual(['1.234', '1250.75'])
  })

  test('`1.234` alone may be two numbers: it is left out and both are offered, unless the profile says', async () => {
    const alone = await readAll('PO;Item;Qty;Price\nA;x;1.234;5\n')
    expect(alone.messages[0]!.order?.lines[0]?.quantity).toBeUndefined()
    expect(alone.messages[0]!.problems[0]).toMatchObject({ code: 'number-ambiguous', severity: 'error', line: 2, tag: 'Qty', element: 3, text: '1.234' })
    expect(alone.messages[0]!.problems[0]!.message).toContain('1.234 or 1234')
    const told = await readAll('PO;Item;Qty;Price\nA;x;1.234;5\n', withProfile({ decimalMark: ',' }))
    expect(told.messages[0]!.order?.lines[0]?.quantity).toBe('1234')
  })

  test('date 03/04/05: a problem with its candidates, unless the profile gives the order', async () => {
    const file = 'PO,Item,Qty,Delivery date\nA,x,1,03/04/05\n'
    const asked = await readAll(file)
    expect(asked.messages[0]!.order?.requestedDelivery).toBeUndefined()
    expect(asked.messages[0]!.problems[0]).toMatchObject({ code: 'date-ambiguous', tag: 'Delivery date' })
    for (const candidate of ['2005-04-03', '2005-03-04', '2003-04-05']) expect(asked.messages[0]!.problems[0]!.message).toContain(candidate)
    const told = await readAll(file, withProfile({ dateOrder: 'MDY' }))
    expect(told.messages[0]!.order?.requestedDelivery).toBe('2005-03-04')
  })

  test('Excel serial date: named as such, never taken', async () => {
    const { messages } = await readAll('PO,Item,Qty,Delivery date\nA,x,1,46090\n')
    expect(messages[0]!.problems[0]).toMatchObject({ code: 'date-excel-serial' })
    expect(messages[0]!.problems[0]!.message).toContain('2026-03-09')
  })

  test('scientific number `4,00E+12` as GTIN: the digits are lost, so it is an error', async () => {
    const { messages } = await readAll('PO;GTIN;Qty\nA;4,00E+12;1\n')
    expect(messages[0]!.order?.lines[0]?.standardItem).toBeUndefined()
    expect(messages[0]!.problems).toMatchObject([{ code: 'number-scientific', severity: 'error', tag: 'GTIN' }])
  })

  test('leading zeros are kept, and a GTIN that lost them is told with its candidate', async () => {
    const { messages } = await readAll('PO,GTIN,Part no,Qty\n00042,012345678905,0007,1\n00043,12345678905,0007,1\n')
    expect(messages[0]!.order).toMatchObject({ reference: '00042', lines: [{ standardItem: '012345678905', buyersItem: '0007' }] })
    expect(messages[1]!.problems).toMatchObject([{ code: 'gtin-length' }])
    expect(messages[1]!.problems[0]!.message).toContain('012345678905')
  })

  test('a GTIN with two digits swapped is an error', async () => {
    const { messages } = await readAll('PO,GTIN,Qty\nA,4006381333931,1\nB,4006381333913,1\n')
    expect(messages.map((m) => codes(m.problems))).toEqual([[], ['gtin-check-digit@3']])
  })

  test('formula cell: it comes out as text', async () => {
    const { messages } = await readAll('PO,Item,Qty,Description\n"=HYPERLINK(""http://x"")",x,1,={{ $json }}\n')
    expect(messages[0]!.order).toMatchObject({ reference: '=HYPERLINK("http://x")', lines: [{ description: '={{ $json }}' }] })
  })

  test('names such as __proto__ and constructor are columns like others', async () => {
    const { messages } = await readAll('PO,Item,Qty,__proto__,constructor\nA,x,1,evil,bad\n')
    expect(Object.entries(messages[0]!.order?.lines[0]?.extra ?? {})).toEqual([['__proto__', ['evil']], ['constructor', ['bad']]])
    expect(({} as Record<string, unknown>).evil).toBeUndefined()
  })

  test('a row that stands twice, or a line number that does, is asked about and not ordered twice', async () => {
    const { messages } = await readAll('PO,Line,Item,Qty\nA,,x,1\nA,,y,1\nA,,x,1\nB,10,x,1\nB,10,y,2\n')
    expect(messages.map((m) => codes(m.problems))).toEqual([['line-doubled@4'], ['line-doubled@6']])
  })

  test('a table as wide as a file is long is refused at once, and is not read for minutes', async () => {
    const started = Date.now()
    const { messages, file } = await readAll(`PO,Item,Qty,${Array.from({ length: 8000 }, (_, i) => `c${i}`).join(',')}\nA,x,1\n`)
    expect(messages).toEqual([])
    expect(file.problems).toMatchObject([{ code: 'columns-too-many', severity: 'fatal' }])
    expect(Date.now() - started).toBeLessThan(3000)
  })

  test('a fault that stands in every row is told a hundred times, and then counted', async () => {
    const { messages } = await readAll(`PO,Line,Item,Qty\n${'A,1,x,1\n'.repeat(500)}`)
    expect(messages[0]!.problems).toHaveLength(101)
    expect(messages[0]!.problems.at(-1)).toMatchObject({ code: 'problems-left-out', severity: 'note', message: '399 further problems of the kind line-doubled were found and are not listed.' })
  })

  test('an order whose rows contradict each other in the header waits', async () => {
    const { messages } = await readAll('PO,Item,Qty,Currency\nA,x,1,EUR\nA,y,1,USD\n')
    expect(messages[0]!.problems).toMatchObject([{ code: 'header-differs', line: 3, tag: 'Currency' }])
  })

  test('the profile may accept what is an error for others', async () => {
    const { messages } = await readAll('PO,Item,Qty,Description\nA,x,1\n', withProfile({ onProblem: { 'row-length-differs': 'accept' } }))
    expect(messages[0]!.problems).toMatchObject([{ code: 'row-length-differs', severity: 'warning' }])
  })
})
