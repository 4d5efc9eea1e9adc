import * as cases from '../../../store/cases'
import * as interchanges from '../../../store/interchanges'
import { type Value } from '../../../store/store'
import * as streams from '../../../store/streams'
import { drain } from '../../../sync/dispatch'
import { verify } from '../../../sync/proof/verify'
import { type Desk, edifact, openDesk, x12 } from './desk'

/** Segments of an X12 or EDIFACT text, without the envelope of the file. */
const segments = (text: string): string[] => text.split(/[~']/).filter((segment) => /^(AK|TA1|UC)/.test(segment))

describe('the technical acknowledgement of what partners send (R-INT-02)', () => {
  let desk: Desk
  beforeAll(async () => { desk = await openDesk() })

  test('a sound interchange is accepted once, under the first control number of its partner, and addressed back', async () => {
    const { arrival } = await desk.post(x12(['PO-1', 'PO-2'], { control: 1 }))
    expect(arrival.outcome).not.toBe('quarantined')
    expect(await desk.sent()).toEqual(['ACME/997-000000001.edi'])
    const text = desk.file('ACME/997-000000001.edi')
    expect(text.slice(0, 106)).toBe('ISA*00*          *00*          *ZZ*OURCOMPANY     *ZZ*ACME           *260302*0900*U*00401*000000001*0*P*>~')
    expect(segments(text)).toEqual(['AK1*PO*1', 'AK2*850*0001', 'AK5*A', 'AK2*850*0002', 'AK5*A', 'AK9*A*2*2*2'])
  })

  test('an EDIFACT interchange gets its CONTRL, under numbers of its own partner', async () => {
    await desk.post(edifact('N-1'))
    expect(await desk.sent()).toContain('NORD/CONTRL-000000001.edi')
    expect(segments(desk.file('NORD/CONTRL-000000001.edi'))).toEqual(['UCI+1+4398765000004:14+4012345000009:14+7', 'UCM+1+ORDERS:D:96A:UN:EAN008+7'])
  })

  test('the same interchange again is a duplicate and gets no second one, also in another file', async () => {
    const { arrival } = await desk.post(x12(['PO-1', 'PO-2'], { control: 1 }))
    expect(arrival.outcome).toBe('duplicate')
    await desk.post(`${x12(['PO-1', 'PO-2'], { control: 1 })}\n`)
    expect(await desk.sent()).toEqual(['ACME/997-000000001.edi', 'NORD/CONTRL-000000001.edi'])
  })

  test('it is acknowledged again where the profile says so', async () => {
    await desk.configure('ACME', { acknowledgeRepeats: true })
    await desk.post(x12(['PO-1', 'PO-2'], { control: 1 }))
    expect(await desk.sent()).toContain('ACME/997-000000002.edi')
    await desk.configure('ACME', {})
  })

  test('one bad order is rejected with its place, the others are accepted and go on', async () => {
    const { items } = await desk.post(x12(['PO-3', 'PO-4'], { control: 2 }).replace(/PO1\*1\*10(?=[^]*$)(?![^]*PO1)/, 'PO1*1*1O'))
    expect(items.map((item) => item.outcome)).toEqual(['order', 'quarantined'])
    await desk.sent()
    expect(segments(desk.file('ACME/997-000000003.edi'))).toEqual(['AK1*PO*2', 'AK2*850*0001', 'AK5*A', 'AK2*850*0002', 'AK3*PO1*7**8', 'AK4*2*330*6*1O', 'AK5*R*5', 'AK9*P*2*2*1'])
  })

  test('a file that is cut off makes no order and gets a rejecting one; whole, under the same number, it is taken', async () => {
    const whole = x12(['PO-5'], { control: 3 })
    const cut = await desk.post(whole.slice(0, whole.indexOf('CTT')))
    expect(cut.arrival.outcome).toBe('quarantined')
    await desk.sent()
    expect(segments(desk.file('ACME/997-000000004.edi'))).toEqual(['AK1*PO*3', 'AK2*850*0001', 'AK5*R*2', 'AK9*R*1*1*0*3'])
    await desk.post(whole.slice(0, whole.indexOf('CTT')))
    expect(await desk.sent()).not.toContain('ACME/997-000000005.edi')
    expect((await desk.post(whole)).items[0]).toMatchObject({ outcome: 'order' })
    await desk.sent()
    expect(segments(desk.file('ACME/997-000000005.edi')).at(-1)).toBe('AK9*A*1*1*1')
  })

  test('where nothing but the envelope can be read, the envelope is rejected', async () => {
    const { arrival } = await desk.post(x12(['PO-6'], { control: 4 }).slice(0, 120))
    expect(arrival.outcome).toBe('quarantined')
    await desk.sent()
    expect(segments(desk.file('ACME/TA1-000000006.edi'))).toEqual(['TA1*000000004*260302*0910*R*023'])
  })

  test('whoever asks for an interchange acknowledgement (ISA14) gets one besides', async () => {
    await desk.post(x12(['PO-7'], { control: 5, asked: true }))
    expect((await desk.sent()).slice(-4)).toEqual(expect.arrayContaining(['ACME/TA1-000000007.edi']))
    expect(segments(desk.file('ACME/TA1-000000007.edi'))).toEqual(['TA1*000000005*260302*0910*A*000'])
    expect(segments(desk.file('ACME/997-000000008.edi')).at(-1)).toBe('AK9*A*1*1*1')
  })

  test('an acknowledgement is never acknowledged', async () => {
    const before = await desk.sent()
    const sent = desk.file('ACME/997-000000001.edi')
    await desk.post(sent.replace('*ZZ*OURCOMPANY     *ZZ*ACME           *', '*ZZ*ACME           *ZZ*OURCOMPANY     *'))
    const contrl = desk.file('NORD/CONTRL-000000001.edi')
    await desk.post(contrl.replace('4012345000009:14+4398765000004:14+26', '4398765000004:14+4012345000009:14+26').replace(/\+1'UNH/, "+77'UNH").replace("UNZ+1+1'", "UNZ+1+77'"))
    expect(await desk.sent()).toEqual(before)
  })

  test('control numbers out have no gap, and each envelope is kept with its document', async () => {
    const out = (await interchanges.list(desk.store, 'OC', { partner: 'ACME', direction: 'out' })).reverse()
    expect(out.map((one) => Number(one.control))).toEqual(out.map((_, index) => index + 1))
    const grouped = out.flatMap((one) => (one.groupControl === undefined ? [] : [Number(one.groupControl)]))
    expect(grouped).toEqual(grouped.map((_, index) => index + 1))
    expect((await cases.list(desk.store, 'OC', { state: 'open', kind: 'document-not-sent' }))).toEqual([])
  })

  test('each answer is an event of its arrival, and verify finds nothing that leads nowhere', async () => {
    expect((await verify(desk.context)).defects).toEqual([])
    const [first] = (await interchanges.list(desk.store, 'OC', { partner: 'ACME', direction: 'out' })).reverse()
    expect(await streams.load(desk.store, 'OC', first!.stream)).toMatchObject([{ type: 'answered', data: { type: '997', control: '1', sha256: first!.sha256 } }])
  })

  test.each([
    ['what went out', 'interchanges', "DELETE FROM interchanges WHERE direction = 'out'", 'interchange-missing'],
    ['the text of what went out', 'documents', "DELETE FROM documents WHERE sha256 IN (SELECT sha256 FROM interchanges WHERE direction = 'out')", 'document-missing'],
    ['the counter of control numbers', 'counters', "UPDATE counters SET value = 1 WHERE range_name LIKE 'edi/%'", 'counter-low'],
  ])('R-AUD-02: verify names it where somebody changed %s', async (_, table, statement, code) => {
    const before = await desk.store.query<Record<string, Value>>(`SELECT * FROM ${table}`)
    await desk.store.write((tx) => tx.execute(statement))
    expect((await verify(desk.context)).defects.map((defect) => defect.code)).toContain(code)
    await desk.store.write(async (tx) => {
      await tx.execute(`DELETE FROM ${table}`)
      await tx.insertRows(table, Object.keys(before[0]!), before.map((row) => Object.values(row)))
    })
    expect((await verify(desk.context)).defects).toEqual([])
  })

  test('where the channel of a partner is missing, a person is told and no number is used', async () => {
    await desk.configure('ACME', { channel: 'nowhere' })
    await desk.post(x12(['PO-8'], { control: 6 }))
    await drain(desk.context, { patienceMs: 0 })
    expect(await cases.list(desk.store, 'OC', { state: 'open', kind: 'document-not-sent' })).toMatchObject([{ system: 'nowhere', text: expect.stringContaining('there is no system nowhere') as string }])
    await desk.configure('ACME', {})
    await desk.post(x12(['PO-9'], { control: 7 }))
    expect(await desk.sent()).toContain('ACME/997-000000009.edi')
  })

  test('a document that is too large to be read is rejected by its envelope, and a person is told', async () => {
    process.env.ORDER_TO_CASH_MAX_BYTES = '600'
    try {
      expect((await desk.post(x12(['PO-20', 'PO-21', 'PO-22', 'PO-23', 'PO-24'], { control: 20 }))).arrival.outcome).toBe('quarantined')
      expect((await desk.post(edifact('N-20'.repeat(8), { control: '20' } as never).replace('UNS+S', `FTX+AAI+++${'x'.repeat(600)}'UNS+S`))).arrival.outcome).toBe('quarantined')
    } finally { delete process.env.ORDER_TO_CASH_MAX_BYTES }
    await desk.sent()
    expect(segments(desk.file('ACME/TA1-000000010.edi'))).toEqual(['TA1*000000020*260302*0910*R*024'])
    expect(segments(desk.file('NORD/CONTRL-000000002.edi'))).toEqual([expect.stringMatching(/^UCI\+\d+\+4398765000004:14\+4012345000009:14\+4\+18/)])
  })
})
