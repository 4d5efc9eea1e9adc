import { run } from './terminal'

const PARTIES = { buyer: { name: 'Kontor', identifiers: [{ scheme: 'GLN', value: '4012345000009' }] }, seller: { name: 'Nordwerk', identifiers: [{ scheme: 'DUNS', value: '123456789' }] } }
const ANSWER = { ...PARTIES, number: 'SO-7', order: 'PO-7', issuedOn: '2026-03-02', currency: 'EUR', outcome: 'accepted', lines: [{ id: '1', sellersItem: 'NW-1', quantity: '5', unit: 'EA', price: { amount: '9.25' }, outcome: 'accepted', promisedDelivery: '2026-03-20' }] }
const write = (document: object, ...argv: string[]) => run(['write', '-', ...argv], {}, JSON.stringify(document))

describe('write, without a store', () => {
  test.each<[string, RegExp]>([
    ['x12-855', /^ISA\*.*\*01\*123456789 {6}\*07\*4012345000009 {2}\*260302\*0910.*\*000000077\*0\*T\*.*~ST\*855\*0001~.*ACK\*IA\*5\*EA\*068\*20260320~/],
    ['edifact-ordrsp', /^UNA:\+\.\? 'UNB\+UNOB:3\+123456789:1\+4012345000009:14\+260302:0910\+77\+.*UNH\+1\+ORDRSP:D:96A:UN:EAN005'/],
    ['ubl-orderresponse', /<OrderResponse [^]*<cbc:OrderResponseCode>AP<\/cbc:OrderResponseCode>/],
  ])('our answer to an order as %s (R-CNF-03)', async (as, pattern) => {
    const { exit, out, err } = await write(ANSWER, '--as', as, '--at', '2026-03-02T09:10', '--control', '77', '--test')
    expect([exit, err]).toEqual([0, ''])
    expect(out).toMatch(pattern)
  })

  test('what read prints of a document is written again as another format', async () => {
    const order = { ...PARTIES, reference: 'PO-7', issuedOn: '2026-03-01', currency: 'EUR', lines: [{ id: '1', sellersItem: 'NW-1', quantity: '5', unit: 'EA', price: { amount: '9.25' } }] }
    const ubl = (await write(order, '--as', 'ubl-order')).out
    const { rows } = await run(['read', '-', '--json'], {}, ubl)
    const x12 = await write(rows()[0]!, '--as', 'x12-850')
    expect(x12.out).toContain('~BEG*00*SA*PO-7**20260301~')
  })

  test('what the document lacks is said with its place; what the format cannot carry too', async () => {
    expect(await write({ ...ANSWER, number: undefined, lines: [{ id: 1 }] }, '--as', 'x12-855')).toMatchObject({ exit: 1, out: '', err: expect.stringMatching(/number: missing.*\n.*id of line 1: it must be a text, not 1/) as string })
    expect(await write({ ...ANSWER, seller: undefined }, '--as', 'x12-855')).toMatchObject({ exit: 1, err: expect.stringContaining('give --from SCHEME:ID') as string })
    expect((await write({ ...ANSWER, seller: undefined }, '--as', 'x12-855', '--from', 'ISA:ZZ:NORDWERK')).exit).toBe(0)
    expect(await write({ ...ANSWER, lines: [{ ...ANSWER.lines[0], unit: 'XYZ' }] }, '--as', 'x12-855')).toMatchObject({ exit: 1, err: expect.stringContaining('the unit XYZ has no X12 code') as string })
    expect(await write(ANSWER)).toMatchObject({ exit: 1, err: expect.stringContaining('ubl-invoice') as string })
    expect(await run(['write', '-', '--as', 'x12-855'], {}, '{')).toMatchObject({ exit: 1, err: expect.stringContaining('is no JSON') as string })
  })
})
