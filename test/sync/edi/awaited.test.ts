import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import * as cases from '../../../store/cases'
import * as interchanges from '../../../store/interchanges'
import { runJob } from '../../../jobs/run'
import { type Desk, edifact, openDesk, x12 } from './desk'

const ACME_ISA = (control: number): string => `ISA*00*          *00*          *ZZ*ACME           *ZZ*OURCOMPANY     *260303*0910*U*00401*${String(control).padStart(9, '0')}*0*P*>`

/** A 997 (or other answer) of ACME. */
function x12Answer(control: number, segments: readonly string[], { type = '997', group = 'FA' } = {}): string {
  return [ACME_ISA(control), `GS*${group}*ACME*OURCOMPANY*20260303*0910*${control}*X*004010`, `ST*${type}*0001`, ...segments, `SE*${segments.length + 2}*0001`, `GE*1*${control}`, `IEA*1*${String(control).padStart(9, '0')}`, ''].join('~')
}
const ta1 = (control: number, segment: string): string => [ACME_ISA(control), segment, `IEA*0*${String(control).padStart(9, '0')}`, ''].join('~')
const contrl = (control: number, segments: readonly string[], type = 'CONTRL:D:3:UN'): string =>
  `UNA:+.? '${[`UNB+UNOB:3+4398765000004:14+4012345000009:14+260303:0910+${control}`, `UNH+1+${type}`, ...segments, `UNT+${segments.length + 2}+1`, `UNZ+1+${control}`].join("'")}'`

describe('acknowledgements that we await', () => {
  let desk: Desk
  beforeEach(async () => {
    desk = await openDesk()
    await desk.configure('ACME', { send: ['orderResponse'], acknowledge: [], acknowledgedWithin: 24, calendar: { closedWeekdays: [6, 7] } })
    await desk.configure('NORD', { send: ['orderResponse'], acknowledge: [], acknowledgedWithin: 4 })
  })
  const sent = async (partner = 'ACME') => (await interchanges.list(desk.store, 'OC', { partner, direction: 'out' }))[0]!
  const open = async (kind?: string) => (await cases.list(desk.store, 'OC', { state: 'open', kind })).map((one) => `${one.kind} ${one.field}`)
  const look = async (at: string): Promise<unknown> => {
    desk.clock.at = new Date(at)
    return runJob(desk.context, 'OC', 'acknowledgements', at)
  }

  test('a 997 that accepts settles it', async () => {
    await desk.post(x12(['PO-1']))
    expect(await sent()).toMatchObject({ state: 'awaited', dueAt: '2026-03-03T08:00:00.000Z' })
    expect((await desk.post(x12Answer(101, ['AK1*PR*1', 'AK2*855*0001', 'AK5*A', 'AK9*A*1*1*1']))).items).toMatchObject([{ outcome: 'document', text: '997 for 855 1: accepted.' }])
    expect(await sent()).toMatchObject({ state: 'accepted', answeredAt: '2026-03-02T08:00:00.000Z' })
    await look('2026-03-10T08:00:00.000Z')
    expect(await open()).toEqual([])
  })

  test('an 855 that is rejected becomes a case with what is wrong, once however often he says it', async () => {
    await desk.post(x12(['PO-1']))
    const rejection = (control: number): string => x12Answer(control, ['AK1*PR*1', 'AK2*855*0001', 'AK3*ACK*9**8', 'AK4*1*668*7*XX', 'AK5*R*5', 'AK9*R*1*1*0'])
    await desk.post(rejection(101))
    await desk.post(rejection(102))
    const [one, ...others] = await cases.list(desk.store, 'OC', { state: 'open' })
    expect(others).toEqual([])
    expect(one).toMatchObject({ kind: 'rejected-by-partner', field: '855 1', subject: (await sent()).stream, text: expect.stringContaining('segment ACK no. 9 element 1 code 7 "XX"') as string })
    expect(await desk.sent()).toEqual(['ACME/855-000000001.edi'])
    await desk.post(x12Answer(103, ['AK1*PR*1', 'AK2*855*0001', 'AK5*E*5', 'AK9*E*1*1*1']))
    expect(await open()).toEqual([])
  })

  test('one that does not come in time is a case once, and a late one closes it', async () => {
    await desk.post(x12(['PO-1']))
    await look('2026-03-03T07:59:00.000Z')
    expect(await open()).toEqual([])
    await look('2026-03-03T08:01:00.000Z')
    expect(await open()).toEqual(['acknowledgement-overdue 855 1'])
    const [first] = await cases.list(desk.store, 'OC', { state: 'open' })
    await desk.store.write((tx) => cases.close(tx, first!.id, { result: 'he is called', by: 'manager', at: '2026-03-03T09:00:00.000Z' }))
    await look('2026-03-04T08:00:00.000Z')
    expect(await open()).toEqual([])
    await desk.post(edifact('N-1'))
    await look('2026-03-04T13:00:00.000Z')
    expect(await open()).toEqual(['acknowledgement-overdue ORDRSP 1'])
    await desk.post(contrl(101, ['UCI+1+4012345000009:14+4398765000004:14+7']))
    expect(await open()).toEqual([])
    expect(await sent('NORD')).toMatchObject({ state: 'accepted' })
  })

  test('his closed days do not count', async () => {
    desk.clock.at = new Date('2026-03-06T16:00:00.000Z')
    await desk.post(x12(['PO-1']))
    // Friday 17:00 in Berlin, and 24 hours: 7 of Friday, and 17 of Monday
    expect((await sent()).dueAt).toBe('2026-03-09T16:00:00.000Z')
  })

  test('a TA1 that rejects the envelope settles it, one that accepts does not, unless it is all that he sends', async () => {
    await desk.post(x12(['PO-1']))
    expect((await desk.post(ta1(101, 'TA1*000000001*260302*0900*A*000'))).arrival.outcome).toBe('document')
    expect(await sent()).toMatchObject({ state: 'awaited' })
    await desk.post(ta1(102, 'TA1*000000001*260302*0900*R*006'))
    expect(await sent()).toMatchObject({ state: 'rejected', text: 'TA1 note code 006.' })
    expect(await open()).toEqual(['rejected-by-partner 855 1'])
    await desk.configure('ACME', { send: ['orderResponse'], acknowledge: [], acknowledgedWithin: 24, acknowledgedBy: 'TA1' })
    await desk.post(ta1(103, 'TA1*000000001*260302*0900*A*000'))
    expect(await sent()).toMatchObject({ state: 'accepted' })
  })

  test('a CONTRL that rejects a message, an APERAK and an 824 are matched too', async () => {
    await desk.post(edifact('N-1'))
    await desk.post(contrl(101, ['UCI+1+4012345000009:14+4398765000004:14+7', 'UCM+1+ORDRSP:D:96A:UN:EAN005+4+12']))
    expect(await sent('NORD')).toMatchObject({ state: 'rejected' })
    await desk.post(contrl(102, ['UCI+1+4012345000009:14+4398765000004:14+7', 'UCM+1+ORDRSP:D:96A:UN:EAN005+7']))
    expect(await open()).toEqual([])
    await desk.post(contrl(103, ['BGM+305+A1+27', 'DTM+137:20260303:102', 'RFF+ON:N-1', 'ERC+12', 'FTX+AAO+++price list unknown'], 'APERAK:D:96A:UN:EAN002'))
    expect(await cases.list(desk.store, 'OC', { state: 'open' })).toMatchObject([{ kind: 'rejected-by-partner', field: 'ORDRSP 1', text: expect.stringContaining('price list unknown') as string }])
    await desk.post(x12(['PO-1'], { control: 9 }))
    await desk.post(x12Answer(110, ['BGN*11*A1*20260303', 'OTI*TR*IV*PO-1*****1*0001*855', 'TED*848*no such order'], { type: '824', group: 'AG' }))
    expect(await sent()).toMatchObject({ state: 'rejected' })
  })

  test('what answers nothing that we sent is shown to a person', async () => {
    await desk.post(x12Answer(101, ['AK1*PR*77', 'AK2*855*0001', 'AK5*A', 'AK9*A*1*1*1']))
    expect(await open()).toEqual(['answers-nothing 997 group PR 77'])
  })
})

describe('pain 20: EDI fails silently, retries what is final, doubles or resends in a loop (OCA/edi-framework PR #298, #88, #89; OCA/edi PR #960; django-pyas2 #33; phax/phase2 #84)', () => {
  let desk: Desk
  beforeAll(async () => {
    desk = await openDesk()
    await desk.configure('ACME', { send: ['orderResponse'], acknowledgedWithin: 1 })
  })
  const kinds = async () => (await cases.list(desk.store, 'OC', { state: 'open' })).map((one) => one.kind)

  test('a failed receipt is told to a person and to the partner, never only logged', async () => {
    await desk.post(x12(['PO-1']).slice(0, 300))
    expect(await kinds()).toContain('quarantine')
    expect(await desk.sent()).toEqual(['ACME/997-000000001.edi'])
  })

  test('a failed send is told to a person, and what is final is not tried again', async () => {
    mkdirSync(`${desk.outbox}/ACME`, { recursive: true })
    writeFileSync(`${desk.outbox}/ACME/855-000000002.edi`, 'somebody else\'s')
    await desk.post(x12(['PO-2'], { control: 2 }))
    await desk.sent()
    const refused = (await cases.list(desk.store, 'OC', { state: 'open', kind: 'refused-there' }))
    expect(refused).toMatchObject([{ system: 'edi', text: expect.stringContaining('is there already and is not ours') as string }])
    await desk.sent()
    const [message] = await desk.store.query<{ attempt: number; state: string }>("SELECT attempt, state FROM messages WHERE state = 'refused'")
    expect(message).toEqual({ attempt: 1, state: 'refused' })
    rmSync(`${desk.outbox}/ACME/855-000000002.edi`)
  })

  test('a lost acknowledgement leads to a case, and to no second sending however long it takes', async () => {
    await desk.post(x12(['PO-3'], { control: 3 }))
    const before = await desk.sent()
    for (const at of ['2026-03-02T10:00:00.000Z', '2026-03-03T10:00:00.000Z', '2026-04-03T10:00:00.000Z']) {
      desk.clock.at = new Date(at)
      await runJob(desk.context, 'OC', 'acknowledgements', at)
      expect(await desk.sent()).toEqual(before)
    }
    expect((await kinds()).filter((kind) => kind === 'acknowledgement-overdue')).toHaveLength(2)
  })

  test('the duplicate check is neither absent nor too strict: the same again makes nothing, another with the same order number asks a person', async () => {
    desk.clock.at = new Date('2026-03-02T11:00:00.000Z')
    expect((await desk.post(x12(['PO-3'], { control: 3 }))).arrival.outcome).toBe('duplicate')
    const other = await desk.post(x12(['PO-3'], { control: 4, lines: ['PO1*1*11*UN*12.5**VP*A-1'] }))
    expect(other.items[0]).toMatchObject({ outcome: 'duplicate' })
    expect(await kinds()).toContain('same-number-other-content')
  })
})
