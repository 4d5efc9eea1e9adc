import { edifact as edifactReader } from '../../../mappings/edi/edifact'
import { x12 as x12Reader } from '../../../mappings/edi/x12'
import * as cases from '../../../store/cases'
import * as config from '../../../store/config'
import * as orders from '../../../store/orders'
import { follow } from '../../../sync/follow'
import { submit } from '../../../sync/submit'
import { readAll } from '../../mappings/edi/reading'
import { type Desk, edifact, openDesk, x12 } from './desk'

/** An 860 of ACME. */
function x12Change(reference: string, request: string, lines: readonly string[], { purpose = '04', control = 50 } = {}): string {
  const body = [`BCH*${purpose}*SA*${reference}**${request}*20260301*****20260302`, ...lines, `CTT*${lines.filter((line) => line.startsWith('POC')).length}`]
  const number = String(control).padStart(9, '0')
  return [`ISA*00*          *00*          *ZZ*ACME           *ZZ*OURCOMPANY     *260302*0910*U*00401*${number}*0*P*>`, `GS*PC*ACME*OURCOMPANY*20260302*0910*${control}*X*004010`, 'ST*860*0001', ...body, `SE*${body.length + 2}*0001`, `GE*1*${control}`, `IEA*1*${number}`, ''].join('~')
}
const ordchg = (reference: string, request: string, code: string, lines: readonly string[], control = 50): string => edifact(reference, { control }, lines)
  .replace('ORDERS:D:96A:UN:EAN008', 'ORDCHG:D:96A:UN:EAN005').replace(`BGM+220+${reference}+9'`, `BGM+230+${request}+${code}'`).replace("NAD+BY", `RFF+ON:${reference}'NAD+BY`).replace(/UNT\+(\d+)/, (_, count: string) => `UNT+${Number(count) + 1}`)

describe('a buyer changes his order by 860 or ORDCHG (R-CHG-01, R-CHG-05)', () => {
  let desk: Desk
  beforeEach(async () => {
    desk = await openDesk()
    await desk.configure('ACME', { send: ['orderResponse', 'changeResponse'], acknowledge: ['997'] })
    await desk.configure('NORD', { send: ['orderResponse', 'changeResponse'], acknowledge: [] })
  })
  const order = async (buyer: string, reference: string) => (await orders.byKey(desk.store, 'OC', buyer, reference, '', 0))!
  const answers = async (): Promise<Record<string, unknown>[]> => {
    const found: Record<string, unknown>[] = []
    for (const name of await desk.sent()) {
      const { messages } = await readAll(name.startsWith('ACME') ? x12Reader : edifactReader, desk.file(name))
      expect(messages.flatMap(({ problems }) => problems).filter(({ severity }) => severity !== 'note')).toEqual([])
      if (messages[0]!.document && /865|ORDRSP/.test(name)) found.push(messages[0]!.document)
    }
    return found
  }

  test('another quantity and date are taken, every system is told, and an 865 says so line by line', async () => {
    await desk.post(x12(['PO-1'], { lines: ['PO1*1*10*UN*12.5**VP*A-1', 'PO1*2*500*UN*0.08**VP*A-2'] }))
    await desk.sent()
    expect((await desk.post(x12Change('PO-1', '1', ['POC*1*QI*12**UN*12.5*PE*VP*A-1', 'DTM*002*20260316']))).items).toMatchObject([{ outcome: 'document', text: 'The change 1 of SO-000001 was taken: it is toShip.' }])
    expect(await answers()).toMatchObject([{ order: 'PO-1', change: '1', outcome: 'accepted', lines: [{ id: '1', outcome: 'accepted', quantity: '12', confirmedQuantity: '12' }, { id: '2', outcome: 'accepted' }] }])
    expect((await order('ACME', 'PO-1')).lines).toMatchObject([{ quantity: '12', requestedDelivery: '2026-03-16' }, { quantity: '500' }])
    expect(await desk.rows('erp', 'order')).toMatchObject([{ body: expect.stringContaining('"qty":"12"') as string }])
  })

  test('a line that comes besides, and one that goes', async () => {
    await desk.post(x12(['PO-2'], { lines: ['PO1*1*10*UN*12.5**VP*A-1', 'PO1*2*500*UN*0.08**VP*A-2'] }))
    await desk.sent()
    await desk.post(x12Change('PO-2', '1', ['POC*3*AI*20**UN*12.5*PE*VP*A-1', 'DTM*002*20260309', 'POC*2*DI*500**UN*0.08*PE*VP*A-2']))
    expect((await order('ACME', 'PO-2')).lines).toMatchObject([{ id: '1' }, { id: '3', item: 'A-1', quantity: '20' }])
    expect((await answers())[0]).toMatchObject({ outcome: 'accepted', lines: [{ id: '1' }, { id: '3', confirmedQuantity: '20' }, { id: '2', outcome: 'accepted', confirmedQuantity: '0' }] })
    expect((await desk.rows('erp', 'order'))[0]).toMatchObject({ body: expect.stringContaining('"totalNet":"375.00"') as string })
  })

  test('a cancellation ends the order everywhere, and is confirmed', async () => {
    await desk.post(edifact('N-1'))
    await desk.sent()
    await desk.post(ordchg('N-1', 'C-1', '1', []))
    expect((await order('NORD', 'N-1')).status).toBe('cancelPending')
    // the warehouse gives in, then the others; only then it is confirmed
    await desk.sent()
    await desk.sent()
    expect((await answers()).at(-1)).toMatchObject({ order: 'N-1', outcome: 'accepted' })
    expect((await order('NORD', 'N-1')).status).toBe('cancelled')
    expect(desk.file('NORD/ORDRSP-000000002.edi')).toContain("QTY+21:10:C62'QTY+12:0:C62'")
    expect(await desk.rows('erp', 'order')).toMatchObject([{ status: 'cancelled' }])
  })

  test('one that somebody must agree to waits for him, and is answered once he has decided, by its own number (R-APR-06)', async () => {
    const rules = (version: number, approvals: object[]) => desk.store.write((tx) => config.put(tx, { company: 'OC', kind: 'rules', key: 'review', version, digest: '', origin: 'test', body: { rules: {}, approvals } }))
    await rules(1, [])
    await desk.post(x12(['PO-8'], { lines: ['PO1*1*10*UN*12.5**VP*A-1'] }))
    const before = await desk.sent()
    await rules(2, [{ name: 'all', when: {}, levels: [{ roles: ['salesManager'] }] }])
    expect((await desk.post(x12Change('PO-8', '1', ['POC*1*QI*12**UN*12.5*PE*VP*A-1']))).items).toMatchObject([{ outcome: 'document', text: 'The change 1 of SO-000001 waits for salesManager.' }])
    expect((await desk.post(x12Change('PO-8', '1', ['POC*1*QI*12**UN*12.5*PE*VP*A-1'], { control: 51 }))).items).toMatchObject([{ text: 'The change 1 of SO-000001 came before.' }])
    expect((await desk.sent()).filter((name) => name.includes('865'))).toEqual(before.filter((name) => name.includes('865')))
    const { id } = await order('ACME', 'PO-8')
    await submit(desk.as('manager'), { subject: { company: 'OC', order: id }, command: { type: 'reject', reason: 'not this month' }, circumstance: { cause: 'command', correlation: 'test' } })
    await desk.sent()
    expect(await answers()).toMatchObject([{ order: 'PO-8', change: '1', outcome: 'rejected', lines: [{ id: '1', outcome: 'rejected' }] }])
    expect(await cases.list(desk.store, 'OC', { state: 'open', kind: 'change-refused' })).toMatchObject([{ text: expect.stringContaining('refused by manager (not this month)') as string }])
  })

  test('the same change in another interchange counts once', async () => {
    await desk.post(x12(['PO-3']))
    await desk.sent()
    await desk.post(x12Change('PO-3', '1', ['POC*1*QI*12**UN*12.5*PE*VP*A-1']))
    const before = await desk.sent()
    expect((await desk.post(x12Change('PO-3', '1', ['POC*1*QI*12**UN*12.5*PE*VP*A-1'], { control: 51 }))).items).toMatchObject([{ text: 'The change 1 of SO-000001 came before.' }])
    expect((await desk.sent()).filter((name) => name.includes('865'))).toEqual(before.filter((name) => name.includes('865')))
  })

  test('what cannot be changed any more is refused: nothing is changed, the 865 says so, and a person is told why', async () => {
    await desk.post(x12(['PO-4']))
    await desk.sent()
    await desk.operate('wms', 'ship')
    await follow(desk.context)
    const version = (await order('ACME', 'PO-4')).version
    await desk.post(x12Change('PO-4', '1', ['POC*1*QD*5**UN*12.5*PE*VP*A-1']))
    expect((await order('ACME', 'PO-4')).version).toBe(version)
    expect((await answers())[0]).toMatchObject({ outcome: 'rejected', change: '1', lines: [{ id: '1', outcome: 'rejected' }] })
    expect(await cases.list(desk.store, 'OC', { state: 'open', kind: 'change-refused' })).toMatchObject([{ text: expect.stringContaining('10 are shipped already') as string }])
    await desk.post(x12Change('PO-4', '1', ['POC*1*QD*5**UN*12.5*PE*VP*A-1'], { control: 51 }))
    expect(await answers()).toHaveLength(1)
  })

  test('before the order is accepted it is judged anew, and both the order and the change are answered', async () => {
    await desk.post(x12(['PO-5'], { lines: ['PO1*1*10*UN*9.9**VP*A-1'] }))
    expect((await order('ACME', 'PO-5')).status).toBe('awaitingApproval')
    await desk.post(x12Change('PO-5', '1', ['POC*1*PC*10**UN*12.5*PE*VP*A-1']))
    expect((await order('ACME', 'PO-5')).status).toBe('toShip')
    expect((await desk.sent()).filter((name) => /85|86/.test(name))).toEqual([expect.stringContaining('855'), expect.stringContaining('865')])
  })

  test('before its order it waits, and is carried out when the order comes (bad inputs 7: change before the order)', async () => {
    expect((await desk.post(x12Change('PO-6', '1', ['POC*1*QI*12**UN*12.5*PE*VP*A-1']))).items).toMatchObject([{ outcome: 'document', text: 'The change 1 of Acme Inc (ACME) is for his order PO-6, which has not come yet.' }])
    expect(await cases.list(desk.store, 'OC', { state: 'open' })).toMatchObject([{ kind: 'parked', dueAt: '2026-03-03T08:00:00.000Z' }])
    await desk.post(x12(['PO-6'], { control: 60 }))
    expect((await order('ACME', 'PO-6')).lines).toMatchObject([{ quantity: '12' }])
    expect(await cases.list(desk.store, 'OC', { state: 'open' })).toEqual([])
    await desk.sent()
    expect(await answers()).toMatchObject([{ change: '1', lines: [{ confirmedQuantity: '12' }] }])
  })

  test('where its order does not come in time, a person is told once; and should it come at last, it is carried out', async () => {
    await desk.post(x12Change('PO-7', '1', ['POC*1*QI*12**UN*12.5*PE*VP*A-1']))
    desk.clock.at = new Date('2026-03-03T09:00:00.000Z')
    await follow(desk.context)
    await follow(desk.context)
    expect(await cases.list(desk.store, 'OC', { state: 'open' })).toMatchObject([{ kind: 'parked-too-long', text: expect.stringContaining('PO-7, which has not come yet') as string }])
    await desk.post(x12(['PO-7'], { control: 60 }))
    expect((await order('ACME', 'PO-7')).lines).toMatchObject([{ quantity: '12' }])
    expect(await cases.list(desk.store, 'OC', { state: 'open' })).toEqual([])
  })

  test('a replacement takes away what it does not name', async () => {
    await desk.post(edifact('N-2', {}, ['LIN+1', 'PIA+1+A-1:SA', 'QTY+21:10:C62', 'PRI+AAA:12.5', 'LIN+2', 'PIA+1+A-2:SA', 'QTY+21:100:C62', 'PRI+AAA:8:::100:C62']))
    await desk.sent()
    await desk.post(ordchg('N-2', 'C-2', '5', ['LIN+1+3', 'PIA+1+A-1:SA', 'QTY+21:8:C62', 'PRI+AAA:12.5']))
    expect((await order('NORD', 'N-2')).lines).toMatchObject([{ id: '1', quantity: '8' }])
    expect((await order('NORD', 'N-2')).lines).toHaveLength(1)
  })

  test('a change that does not say what it changes waits for a person', async () => {
    await desk.post(x12(['PO-8']))
    expect((await desk.post(x12Change('PO-8', '1', ['POC*1*QI*12**UN*12.5*PE*VP*A-1'], { purpose: '22' }))).items).toMatchObject([{ outcome: 'quarantined' }])
  })
})
