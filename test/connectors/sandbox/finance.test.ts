import { type Connector, type Outgoing, type SystemConfig } from '../../../connectors/connector'
import { connectorOf } from '../../../connectors/registry'
import { SEEDS, type Stage, stage, TOKEN } from '../../sandbox/stage'
import { conformance } from '../conformance'
import { deliver } from '../delivery'
import { subjects } from './subjects'

conformance(subjects.finance)

describe('credit notes in sandbox/finance', () => {
  let one: Stage
  let invoice: string
  beforeEach(async () => {
    one = await stage('finance', SEEDS.finance)
    invoice = (await one.call('POST', '/invoices', {
      externalId: 'i-1', orderExternalId: 'o-1', orderNumber: 'SO-1', debtor: 'NORDBAU', currency: 'EUR', issuedOn: '2026-03-03', totalMinor: 1990, lines: [{ ref: '1', item: 'B-2', quantity: '1', amountMinor: 1990 }],
    })).body['number']
  })
  afterEach(() => one.close())
  const connector = (set: Partial<SystemConfig> = {}): Connector => connectorOf({ name: 'finance', role: 'finance', connector: 'sandbox/finance', url: one.url, secret: TOKEN, timeout: 5000, settle: 20, options: { allowPrivate: true }, ...set })
  const note = (amount = '9.90', ourId = 'o-1/SO-1-R1/GR-1', currency = 'EUR'): Outgoing => ({
    kind: 'creditNote', action: 'create', ourId, revision: 1, key: ourId, correlation: 'test',
    body: { order: 'o-1', number: 'SO-1', return: 'SO-1-R1', reason: 'damaged', invoice, buyer: 'NORDBAU', currency, issuedOn: '2026-03-04', lines: [{ line: '1', quantity: '0.5', amount }], payable: amount },
  })
  const owed = async () => (await one.call('GET', `/invoices/${invoice}`)).body

  test.each([
    ['timeout-after', ['unknown', 'done'], 1], ['timeout-before', ['unknown', 'done'], 1], ['error-after', ['unknown', 'done'], 1], ['close-after-body', ['unknown', 'done'], 1], ['html-200', ['unknown', 'done'], 1], ['503', ['again', 'done'], 1], ['429', ['wait', 'done'], 1], ['400', ['refused'], 0],
  ] as const)('under %s there is one, and it takes its amount off the invoice once (R-RET-02, R-ENT-06)', async (fault, endings, notes) => {
    await one.faults([{ match: { method: 'POST', path: '^/credit-notes' }, fault, times: 1 }])
    expect((await deliver(connector(fault.startsWith('timeout') ? { timeout: 400 } : {}), note())).endings).toEqual(endings)
    expect([(await one.rows('creditNote')).length, (await owed())['creditedMinor'] ?? 0]).toEqual([notes, notes * 990])
  })

  test('after the life of its key it is found by our id, and no second one is made', async () => {
    const first = await connector().send(note())
    await one.faults([{ fault: 'skew', minutes: 25 * 60 }])
    expect(await connector().send(note())).toMatchObject({ theirId: first.theirId, kind: 'creditNote', state: 'posted', amount: '9.90', currency: 'EUR', lines: [{ id: '1', quantity: '0.5' }], body: { order: 'o-1', invoice, return: 'SO-1-R1' } })
    expect(await one.rows('creditNote')).toHaveLength(1)
  })

  test('more than the invoice bills, another currency or an unknown invoice is refused (R-RET-04)', async () => {
    await connector().send(note('19.90'))
    expect(await owed()).toMatchObject({ status: 'paid' })
    await expect(connector().send(note('0.01', 'o-1/SO-1-R2/GR-2'))).rejects.toMatchObject({ kind: 'refused', message: expect.stringContaining('over-credited') as string })
    await expect(connector().send(note('0.01', 'o-2', 'USD'))).rejects.toMatchObject({ kind: 'refused', message: expect.stringContaining('currency-differs') as string })
    invoice = 'INV-NONE'
    await expect(connector().send(note('0.01', 'o-3'))).rejects.toMatchObject({ kind: 'refused', message: expect.stringContaining('unknown-invoice') as string })
  })
})

describe('settlements in sandbox/finance', () => {
  let one: Stage
  beforeEach(async () => { one = await stage('finance', SEEDS.finance) })
  afterEach(() => one.close())
  const connector = (set: Partial<SystemConfig> = {}): Connector => connectorOf({ name: 'finance', role: 'finance', connector: 'sandbox/finance', url: one.url, secret: TOKEN, timeout: 5000, settle: 20, options: { allowPrivate: true }, ...set })
  const settlement = (fee = '0.76', ourId = 'gateway/po_1'): Outgoing => ({
    kind: 'settlement', action: 'create', ourId, revision: 1, key: ourId, correlation: 'test', body: { gateway: 'gateway', payout: 'po_1', account: 'DE89', bookedOn: '2026-03-02', currency: 'EUR', amount: '33.24', fee },
  })

  test.each([
    ['timeout-after', ['unknown', 'done'], 1], ['timeout-before', ['unknown', 'done'], 1], ['error-after', ['unknown', 'done'], 1], ['close-after-body', ['unknown', 'done'], 1], ['html-200', ['unknown', 'done'], 1], ['503', ['again', 'done'], 1], ['429', ['wait', 'done'], 1], ['400', ['refused'], 0],
  ] as const)('under %s there is one, and it is balanced (R-INV-06, R-ENT-06)', async (fault, endings, entries) => {
    await one.faults([{ match: { method: 'POST', path: '^/journal-entries' }, fault, times: 1 }])
    expect((await deliver(connector(fault.startsWith('timeout') ? { timeout: 400 } : {}), settlement())).endings).toEqual(endings)
    const rows = await one.rows('journalEntry')
    expect(rows).toHaveLength(entries)
    for (const { body } of rows) expect((body['lines'] as { debitMinor: number; creditMinor: number }[]).reduce((sum, { debitMinor, creditMinor }) => sum + debitMinor - creditMinor, 0)).toBe(0)
  })

  test('is found by our id after the life of its key; without a fee it has two lines, and one that does not balance is refused there', async () => {
    const first = await connector().send(settlement())
    await one.faults([{ fault: 'skew', minutes: 25 * 60 }])
    expect(await connector().send(settlement())).toMatchObject({ theirId: first.theirId, kind: 'settlement', state: 'posted', amount: '33.24', currency: 'EUR', body: { text: 'gateway po_1' } })
    expect(await connector().send(settlement('0', 'gateway/po_2'))).toMatchObject({ body: { lines: [{ account: 'DE89', debit: '33.24' }, { account: 'gateway', credit: '33.24' }] } })
    expect(await one.rows('journalEntry')).toHaveLength(2)
    const line = { account: 'A', debitMinor: 1, creditMinor: 0 }
    expect(await one.call('POST', '/journal-entries', { externalId: 'x', postedOn: '2026-03-02', currency: 'EUR', lines: [line, line] })).toMatchObject({ status: 422, body: { title: 'unbalanced' } })
  })
})
