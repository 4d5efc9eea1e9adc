import * as allocations from '../../store/allocations'
import * as cases from '../../store/cases'
import * as config from '../../store/config'
import * as openItems from '../../store/openItems'
import * as orderDocuments from '../../store/orderDocuments'
import * as streams from '../../store/streams'
import { drain } from '../../sync/dispatch'
import { follow } from '../../sync/follow'
import { allocate } from '../../sync/payments/allocate'
import { noteUnallocated } from '../../sync/payments/unallocated'
import { receive } from '../../sync/receive'
import { reconcile } from '../../sync/reconcile/reconcile'
import { verify } from '../../sync/proof/verify'
import { openWorld, type World } from './world'

let world: World
/** Orders that are shipped, invoiced and delivered: each of 125.00 EUR, its invoice numbered in their order. */
async function billed(...references: string[]): Promise<void> {
  for (const reference of references) {
    await world.take(reference)
    await drain(world.context, { patienceMs: 3000 })
    await world.operate('wms', 'ship')
    await world.operate('wms', 'deliver')
    await heard()
    await heard()
  }
}
const heard = async (): Promise<void> => { await drain(world.context, { patienceMs: 3000 }); await follow(world.context) }
const owed = async (): Promise<string[]> => (await openItems.openOf(world.store, 'OC', 'NORDBAU')).map(({ invoice, open }) => `${invoice} ${open}`)
const waiting = async (): Promise<string[]> => (await cases.list(world.store, 'OC', { state: 'open' })).map(({ kind, theirs }) => `${kind} ${theirs}`)
const night = () => reconcile(world.context, { company: 'OC', patienceMs: 3000 })

beforeEach(async () => { world = await openWorld() })

test('a customer pays one invoice in part, then both by one payment: the account, both orders and finance agree to the cent (R-INV-06, R-INV-07)', async () => {
  await billed('PO-1', 'PO-2')
  expect(await owed()).toEqual(['INV-2026-000001 125.00', 'INV-2026-000002 125.00'])
  await world.operate('finance', 'remit', { name: 'part', debtor: 'NORDBAU', invoices: ['INV-2026-000001'], amountMinor: 5000 })
  await heard()
  expect(await world.order('PO-1')).toMatchObject({ status: 'delivered', paidAmount: '50' })
  expect(await owed()).toEqual(['INV-2026-000001 75.00', 'INV-2026-000002 125.00'])
  await world.operate('finance', 'remit', { name: 'rest', debtor: 'NORDBAU' })
  await heard()
  expect([await owed(), (await world.order('PO-1')).status, (await world.order('PO-2')).status, await waiting()]).toEqual([[], 'closed', 'closed', []])
  const [payment] = (await orderDocuments.list(world.store, 'OC', 'payment')).filter(({ amount }) => amount === '200.00')
  expect((await allocations.ofPayment(world.store, 'OC', payment!.number)).map(({ invoice, amount }) => [invoice, amount])).toEqual([['INV-2026-000001', '75.00'], ['INV-2026-000002', '125.00']])
  expect(await night()).toMatchObject({ found: 0 })
  expect((await verify(world.context)).defects).toEqual([])
})

test('what is paid too much, and what names nothing, waits for a person; finance puts it where he says, and the case closes (R-INV-06)', async () => {
  await billed('PO-1', 'PO-2')
  await world.operate('finance', 'remit', { name: 'too much', debtor: 'NORDBAU', invoices: ['INV-2026-000001'], amountMinor: 20_000 })
  await heard()
  expect([await owed(), await waiting()]).toEqual([['INV-2026-000002 125.00'], ['payment-unallocated 75.00 EUR']])
  const say = (actor: string, invoice: string, amount?: string) => allocate(world.as(actor), { company: 'OC', payment: 'PAY-000001', invoice, amount })
  expect(await say('manager', 'INV-2026-000002')).toMatchObject({ outcome: 'refused', findings: [{ code: 'not-allowed' }] })
  expect(await say('cfo', 'INV-2026-000002', '75.01')).toMatchObject({ outcome: 'refused', findings: [{ code: 'payment-used' }] })
  expect(await say('cfo', 'INV-9')).toMatchObject({ outcome: 'refused', findings: [{ code: 'invoice-unknown' }] })
  expect(await say('cfo', 'INV-2026-000002')).toMatchObject({ outcome: 'asked', amount: '75.00' })
  expect(await say('cfo', 'INV-2026-000002')).toMatchObject({ outcome: 'refused', findings: [{ code: 'under-way' }] })
  await heard()
  expect([await owed(), await waiting(), (await world.order('PO-2')).paidAmount]).toEqual([['INV-2026-000002 50.00'], [], '75'])
  await world.operate('finance', 'remit', { name: 'nameless', debtor: 'NORDBAU', named: false })
  await heard()
  expect(await waiting()).toEqual(['payment-unallocated 50.00 EUR'])
  await heard()
  await heard()
  expect((await streams.load(world.store, 'OC', 'booking/finance/PAY-000002')).map(({ type }) => type)).toEqual(['unallocated'])
  for (const [asked, amount] of [['20.00', '20.00'], [undefined, '30.00']] as const) {
    expect(await allocate(world.as('cfo'), { company: 'OC', payment: 'PAY-000002', invoice: 'INV-2026-000002', amount: asked })).toMatchObject({ outcome: 'asked', amount })
    await heard()
  }
  expect([await owed(), await waiting(), (await world.order('PO-2')).status]).toEqual([[], [], 'closed'])
  expect(await night()).toMatchObject({ found: 0 })
  expect((await verify(world.context)).defects).toEqual([])
})

test('money that is taken off its invoice again is asked for anew, however much was asked for before (R-INV-06)', async () => {
  const remote = { kind: 'payment' as const, theirId: 'PAY-9', state: 'booked', version: '1', asOf: '2026-03-03T08:00:00.000Z', currency: 'EUR', body: {} }
  const hear = (unallocated: string): Promise<void> => world.store.write((tx) => noteUnallocated(world.context, tx, { company: 'OC', name: 'finance' }, remote, unallocated))
  const told: string[][] = []
  for (const unallocated of ['50.00', '50.00', '30.00', '50.00', '0', '50.00', '50.00']) {
    await hear(unallocated)
    told.push(await waiting())
  }
  const [fifty, thirty] = [['payment-unallocated 50.00 EUR'], ['payment-unallocated 30.00 EUR']]
  expect(told).toEqual([fifty, fifty, thirty, fifty, [], fifty, fifty])
  expect(await streams.load(world.store, 'OC', 'booking/finance/PAY-9')).toHaveLength(4)
})

describe('a bank statement', () => {
  const credit = (amount: string, text: string): string => `<Ntry><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-03-03</Dt></BookgDt><NtryDtls><TxDtls><Amt Ccy="EUR">${amount}</Amt><RltdPties><Dbtr><Pty><Nm>Nordbau</Nm></Pty></Dbtr></RltdPties><RmtInf><Ustrd>${text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`
  const camt = (...entries: string[]): Buffer => Buffer.from(`<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>M-1</MsgId></GrpHdr><Stmt><Id>S-1</Id><ElctrncSeqNb>42</ElctrncSeqNb><Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy></Acct>${entries.join('')}</Stmt></BkToCstmrStmt></Document>`)
  let [first, second] = ['', '']
  const take = (id: string, bytes: Buffer, fileName = 'statement.xml') => receive(world.context, { channel: 'bank', transportId: id, bytes, fileName })

  beforeEach(async () => {
    const finance = (await config.system(world.store, 'OC', 'finance'))!
    await world.store.write((tx) => config.saveSystem(tx, { ...finance, body: { ...finance.body, takes: ['payment'] } }))
    await billed('PO-1', 'PO-2')
    ;[first, second] = [(await world.order('PO-1')).id, (await world.order('PO-2')).id]
  })

  test('is told to finance with the invoices that each credit names; twice received it counts once (R-INV-06)', async () => {
    const bytes = camt(credit('200.00', 'inv-2026-000001 and INV-2026-0 00002'), credit('30.00', 'thank you'))
    expect((await take('first', bytes)).items).toMatchObject([{ outcome: 'document', text: 'Statement 42 of DE89370400440532013000: 1 credits name open invoices, 1 leave something to a person.' }])
    await heard()
    expect([await owed(), await waiting()]).toEqual([['INV-2026-000002 50.00'], ['payment-unallocated 30.00 EUR']])
    expect((await world.order('PO-1')).status).toBe('closed')
    await take('second', bytes)
    await heard()
    expect((await world.rows('finance', 'payment')).length).toBe(2)
    expect(await night()).toMatchObject({ found: 0 })
    expect((await verify(world.context)).defects).toEqual([])
  })

  const reversal = (amount: string, text: string): string => credit(amount, text).replaceAll('CRDT', 'DBIT').replace('<Sts>', '<RvslInd>true</RvslInd><Sts>').replaceAll('Dbtr', 'Cdtr')

  test('what the payer\'s bank takes back is a case; its credit of the same statement pays nothing, and of an equal one the other counts (R-INV-06)', async () => {
    await take('returned', camt(credit('125.00', 'INV-2026-000001'), credit('125.00', 'INV-2026-000002'), reversal('125.00', 'INV-2026-000001'), reversal('60.00', 'INV-2026-000002')))
    await heard()
    expect(await owed()).toEqual(['INV-2026-000001 125.00'])
    const told = await cases.list(world.store, 'OC', { kind: 'payment-returned' })
    expect(told.map(({ subject, text, owner }) => [subject === `order/${text.includes('000001') ? first : second}`, text, owner]).sort()).toEqual([
      [true, 'The bank of Nordbau took back 125.00 EUR on 2026-03-03. It was paid for INV-2026-000001. The credit of the same statement counts as not paid. Ask the customer to pay again, and close this with what was agreed.', 'finance'],
      [true, 'The bank of Nordbau took back 60.00 EUR on 2026-03-03. It was paid for INV-2026-000002. Take it off its invoice in finance. Ask the customer to pay again, and close this with what was agreed.', 'finance'],
    ])
  })

  test('of MT940 is the same, and what finance has booked by itself is not booked twice', async () => {
    const mt940 = Buffer.from(':20:S1\r\n:25:DE89370400440532013000\r\n:28C:7/1\r\n:60F:C260302EUR0,00\r\n:61:2603030303C125,00NTRFNONREF//B1\r\n:86:166?00GUTSCHRIFT?20SVWZ+INV-2026-000002?32Nordbau\r\n:62F:C260303EUR125,00\r\n')
    await take('mt940', mt940, 'statement.sta')
    await heard()
    expect([await owed(), (await world.order('PO-2')).status, await waiting()]).toEqual([['INV-2026-000001 125.00'], 'closed', []])
    expect((await world.rows('finance', 'payment')).map((row) => row.external_id)).toEqual(['bank/DE89370400440532013000/7/1/1'])
  })
})
