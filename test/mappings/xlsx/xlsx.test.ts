import { codes, readAll } from '../readAll'
import { type Cell, partsOf, workbook, zipOf } from './workbook'

const HEADER = ['PO', 'Item', 'Qty', 'Unit', 'Price', 'Currency', 'Delivery date']
const styled = (value: number, style: number): Cell => ({ xml: `<c s="${style}"><v>${value}</v></c>` })
const orders = (...rows: Cell[][]) => [{ name: 'Orders', rows: [HEADER as Cell[], ...rows] }]
const read = (content: Buffer, options = {}) => readAll(content, { file: 'orders.xlsx', ...options })
const one = async (...rows: Cell[][]) => (await read(workbook(orders(...rows)))).messages[0]!

describe('an Excel workbook', () => {
  test('rows of one order number are an order; numbers are exact, dates are days, texts keep their zeros', async () => {
    const { messages, file } = await read(workbook(orders(
      ['PO-1', '00012', 12, 'pcs', 9.25, 'EUR', styled(46101, 1)], ['PO-1', 'NW-2', 1500.5, 'kg', 0.1 + 0.2, 'EUR', styled(46101, 3)], ['PO-2', 'NW-3', '3', 'EA', '1,50', 'EUR', '2026-03-20'])))
    expect(file).toMatchObject({ format: 'xlsx', problems: [] })
    expect(messages.map(({ type, control, segments, problems }) => [type, control, segments, problems])).toEqual([['orders.xlsx', 'Orders', 2, []], ['orders.xlsx', 'Orders', 1, []]])
    expect(messages[0]!.order).toMatchObject({ reference: 'PO-1', currency: 'EUR', requestedDelivery: '2026-03-20', lines: [{ quantity: '12', unit: 'H87', price: { amount: '9.25' } }, { quantity: '1500.5', unit: 'KGM', price: { amount: '0.3' } }] })
    expect(JSON.stringify(messages[0]!.order!.lines[0])).toContain('"00012"')
    expect(messages[1]!.order).toMatchObject({ reference: 'PO-2', requestedDelivery: '2026-03-20', lines: [{ quantity: '3', price: { amount: '1.5' } }] })
  })

  test('a number of three decimals is no thousand, whatever mark the partner writes in texts', async () => {
    const { messages } = await read(workbook(orders(['PO-1', 'A', 1.234, 'kg', 2.5, 'EUR'], ['PO-1', 'B', '1.234', 'kg', '2,50', 'EUR'])), { profile: () => ({ decimalMark: ',' }) })
    expect(messages[0]!.order!.lines.map(({ quantity, price }) => [quantity, price?.amount])).toEqual([['1.234', '2.5'], ['1234', '2.5']])
  })

  test('a title above the names of the columns, and sheets that are no orders, are passed over', async () => {
    const { messages, file } = await read(workbook([{ name: 'Orders', rows: [['Kontor Sued'], [], ['Order of March'], HEADER, ['PO-1', 'A', 1, 'EA', 1, 'EUR']] }, { name: 'Notes', rows: [['Call us'], ['Thank you']] }]))
    expect([messages.map(({ order }) => order?.reference), file.problems]).toEqual([['PO-1'], [expect.objectContaining({ code: 'sheet-not-read', severity: 'note', tag: 'Notes' })]])
  })

  test('a problem names row and column as the spreadsheet shows them', async () => {
    const { problems } = await one(['PO-1', 'A', 'many', 'EA', 1, 'EUR'])
    expect(problems).toMatchObject([{ code: 'number-unreadable', line: 2, element: 3, tag: 'Qty' }])
  })
})

describe('bad inputs, group 3: workbooks', () => {
  test('Excel serial dates: a number in a date column without a date format is told with the day it may be', async () => {
    expect((await one(['PO-1', 'A', 1, 'EA', 1, 'EUR', 46101])).problems).toMatchObject([{ code: 'date-excel-serial', message: expect.stringContaining('2026-03-20') as string }])
    expect((await one(['PO-1', 'A', 1, 'EA', 1, 'EUR', styled(46101.5, 1)])).order!.requestedDelivery).toBe('2026-03-20T12:00')
    expect((await read(workbook(orders(['PO-1', 'A', 1, 'EA', 1, 'EUR', styled(44639, 1)]), {}, true))).messages[0]!.order!.requestedDelivery).toBe('2026-03-20')
  })

  test('a GTIN as a number: whole where Excel kept its digits, padded by its format, told where zeros are lost', async () => {
    const gtin = async (cell: Cell) => (await read(workbook([{ name: 'O', rows: [['PO', 'GTIN', 'Qty'], ['PO-1', cell, 1]] }]))).messages[0]!
    expect((await gtin({ xml: '<c><v>4.012345678901E12</v></c>' })).order!.lines[0]!.standardItem).toBe('4012345678901')
    expect((await gtin(styled(12345678905, 2))).order!.lines[0]!.standardItem).toBe('0012345678905')
    expect((await gtin(12345678905)).problems).toMatchObject([{ code: 'gtin-length', message: expect.stringContaining('012345678905') as string }])
    expect((await gtin('4,00E+12')).problems).toMatchObject([{ code: 'number-scientific' }])
  })

  test('a formula cell has the value that was saved, and one without is an error', async () => {
    const formula = (value: string): Cell => ({ xml: `<c><f>C9*2</f>${value}</c>` })
    const { messages, file } = await read(workbook(orders(['PO-1', 'A', formula('<v>24</v>'), 'EA', 1, 'EUR'])))
    expect([messages[0]!.order!.lines[0]!.quantity, codes(file.problems)]).toEqual(['24', ['formula-cells']])
    expect((await read(workbook(orders(['PO-1', 'A', formula(''), 'EA', 1, 'EUR'])))).file.problems).toMatchObject([{ code: 'formula-without-value', severity: 'error', line: 2, tag: 'C2' }, { code: 'formula-cells' }])
  })

  test('a hidden sheet is not read, and hidden rows are; both are told', async () => {
    const { messages, file } = await read(workbook([...orders(['PO-1', 'A', 1, 'EA', 1, 'EUR']), { name: 'Old', state: 'veryHidden', rows: [HEADER, ['PO-0', 'A', 1, 'EA', 1, 'EUR']] }]))
    expect([messages.map(({ order }) => order?.reference), file.problems]).toEqual([['PO-1'], [expect.objectContaining({ code: 'sheet-hidden', tag: 'Old' })]])
    expect((await read(workbook([{ name: 'O', rows: [HEADER, { cells: ['PO-1', 'A', 1, 'EA', 1, 'EUR'], hidden: true }] }]))).file.problems).toMatchObject([{ code: 'rows-hidden', severity: 'warning' }])
  })

  test('a zip bomb is refused by what it says it unpacks to, and one that lies about it when it grows', async () => {
    const parts = partsOf(orders(['PO-1', 'A', 1, 'EA', 1, 'EUR']))
    expect((await read(zipOf(parts, { 'xl/worksheets/sheet1.xml': 4_000_000_000 }))).file.problems).toMatchObject([{ code: 'zip-too-large', severity: 'fatal' }])
    const bomb = { ...parts, 'xl/worksheets/sheet1.xml': Buffer.alloc(8 * 1024 * 1024, ' ') }
    const { messages, file } = await read(zipOf(bomb, { 'xl/worksheets/sheet1.xml': 1000 }))
    expect([messages, file.problems]).toMatchObject([[], [{ code: 'zip-broken', severity: 'fatal' }]])
  })

  test('macros are never looked at, and told', async () => {
    const { messages, file } = await read(workbook(orders(['PO-1', 'A', 1, 'EA', 1, 'EUR']), { 'xl/vbaProject.bin': Buffer.alloc(64, 1) }), { file: 'orders.xlsm' })
    expect([messages.map(({ order }) => order?.reference), codes(file.problems)]).toEqual([['PO-1'], ['macros-ignored']])
  })

  test('an encrypted workbook, one of before 2007, and a broken archive say what to ask the sender for', async () => {
    const container = (inside: Buffer) => Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600), inside])
    for (const [bytes, words] of [[container(Buffer.from('EncryptedPackage', 'utf16le')), 'password'], [container(Buffer.from('Workbook', 'utf16le')), 'XLS'], [workbook(orders(['PO-1', 'A', 1])).subarray(0, 900), 'cannot be read']] as const) {
      const { messages, file } = await read(bytes)
      expect([messages, file.format, file.problems]).toMatchObject([[], 'xlsx', [{ severity: 'fatal', message: expect.stringContaining(words) as string }]])
    }
  })

  test('an entity in a part of the workbook is refused like in any XML', async () => {
    const parts = partsOf(orders(['PO-1', 'A', 1, 'EA', 1, 'EUR']))
    expect((await read(zipOf({ ...parts, 'xl/sharedStrings.xml': '<!DOCTYPE sst [<!ENTITY a "b">]><sst/>' }))).file.problems).toMatchObject([{ code: 'xml-entity-declared', severity: 'fatal' }])
  })
})
