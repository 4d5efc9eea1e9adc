import * as cases from '../../../store/cases'
import * as orders from '../../../store/orders'
import { type Desk, edifact, openDesk, x12 } from './desk'

const outcomes = async (posted: ReturnType<Desk['post']>): Promise<string[]> => (await posted).items.map((item) => item.outcome)
const segments = (text: string): string[] => text.split(/[~']/).filter((segment) => /^(AK|TA1|UC)/.test(segment))

describe('control numbers that come twice (bad inputs 2: duplicate interchange, duplicate group; pain 20)', () => {
  let desk: Desk
  beforeEach(async () => { desk = await openDesk() })
  const open = () => cases.list(desk.store, 'OC', { state: 'open', kind: 'same-control-other-content' })

  test('with another content: no order, a rejecting acknowledgement, and one case that shows both', async () => {
    expect(await outcomes(desk.post(x12(['PO-1']), 'first.edi'))).toEqual(['order'])
    const second = await desk.post(x12(['PO-2']), 'second.edi')
    expect(second.items).toMatchObject([{ outcome: 'quarantined', text: expect.stringContaining('came on 2026-03-02 (first.edi) with another content') as string }])
    expect(await open()).toMatchObject([{ ours: '850 PO-1', theirs: '850 PO-2', field: 'interchange 1', detail: { first: { sha256: expect.any(String) as string }, second: { sha256: second.arrival.sha256 } } }])
    await desk.sent()
    expect(segments(desk.file('ACME/997-000000002.edi'))).toEqual(['AK1*PO*1', 'AK2*850*0001', 'AK5*R*23', 'AK9*R*1*1*0'])
    await desk.post(x12(['PO-2']), 'third.edi')
    expect(await open()).toHaveLength(1)
    expect(await desk.sent()).not.toContain('ACME/997-000000003.edi')
    expect(await orders.byKey(desk.store, 'OC', 'ACME', 'PO-2', '', 0)).toBeUndefined()
  })

  test('an EDIFACT interchange of a used number is rejected as a duplicate by its CONTRL', async () => {
    await desk.post(edifact('N-1'))
    expect(await outcomes(desk.post(edifact('N-2')))).toEqual(['quarantined'])
    await desk.sent()
    expect(segments(desk.file('NORD/CONTRL-000000002.edi'))[0]).toMatch(/^UCI\+1\+4398765000004:14\+4012345000009:14\+4\+26/)
  })

  test('a partner who begins anew is taken where his profile says so, and after the window by itself', async () => {
    await desk.post(x12(['PO-1']))
    await desk.configure('ACME', {}, { onProblem: { 'interchange-duplicate': 'ignore' } })
    expect(await outcomes(desk.post(x12(['PO-2'])))).toEqual(['order'])
    expect(await open()).toEqual([])
    await desk.configure('ACME', { duplicates: { days: 30 } })
    desk.clock.at = new Date('2026-04-02T08:00:00.000Z')
    expect(await outcomes(desk.post(x12(['PO-3'])))).not.toContain('quarantined')
  })

  test('a group number is held to the same, unless the partner never counts his groups', async () => {
    await desk.post(x12(['PO-1'], { control: 1, group: 1 }))
    expect(await outcomes(desk.post(x12(['PO-2'], { control: 2, group: 1 })))).toEqual(['quarantined'])
    expect(await open()).toMatchObject([{ field: 'group 1' }])
    await desk.sent()
    // the answer names the group's number as what is wrong, and each set of it as rejected for that
    expect(segments(desk.file('ACME/997-000000002.edi'))).toEqual(['AK1*PO*1', 'AK2*850*0001', 'AK5*R*23', 'AK9*R*1*1*0*6'])
    await desk.configure('ACME', { duplicates: { levels: ['interchange'] } })
    expect(await outcomes(desk.post(x12(['PO-3'], { control: 3, group: 1 })))).toEqual(['order'])
  })

  test('of two groups the one whose number came before is rejected by its own answer, and the other is taken', async () => {
    await desk.post(x12(['PO-1'], { control: 1, group: 1 }))
    const [header, first] = x12(['PO-2'], { control: 2, group: 1 }).split(/(?=GS\*)/) as [string, string]
    const [, second] = x12(['PO-3'], { control: 2, group: 9 }).split(/(?=GS\*)/) as [string, string]
    const sound = second.split(/(?=IEA\*)/)[0]!
    expect(await outcomes(desk.post(header + sound + first.replace('IEA*1*', 'IEA*2*')))).toEqual(['order', 'quarantined'])
    await desk.sent()
    expect(segments(desk.file('ACME/997-000000002.edi'))).toEqual(['AK1*PO*9', 'AK2*850*0001', 'AK5*A', 'AK9*A*1*1*1', 'AK1*PO*1', 'AK2*850*0001', 'AK5*R*23', 'AK9*R*1*1*0*6'])
  })

  test('where every message has a number of its own, one that comes again with another content is quarantined alone', async () => {
    await desk.configure('ACME', { duplicates: { levels: ['message'] } })
    await desk.post(x12(['PO-1'], { control: 1 }))
    expect(await outcomes(desk.post(x12(['PO-2', 'PO-3'], { control: 2 })))).toEqual(['quarantined', 'order'])
  })

  test('an order without a number in a repeated interchange is a duplicate too', async () => {
    const bare = x12(['PO-1']).replace('BEG*00*SA*PO-1', 'BEG*00*SA*')
    await desk.configure('ACME', {}, { onProblem: { 'reference-missing': 'accept' } })
    expect(await outcomes(desk.post(bare))).toEqual(['held'])
    expect(await outcomes(desk.post(bare))).toEqual(['duplicate'])
  })

  test('leading zeros make no other number', async () => {
    await desk.post(edifact('N-1', { control: 7 }))
    expect(await outcomes(desk.post(edifact('N-2', { control: 7 }).replace('0910+7\'', '0910+0007\'').replace('UNZ+1+7', 'UNZ+1+0007')))).toEqual(['quarantined'])
  })
})

describe('test indicator, sender and receiver (bad inputs 2: test flag in production, wrong receiver)', () => {
  let desk: Desk
  beforeAll(async () => { desk = await openDesk() })

  test('a test document is read and acknowledged as a test, and makes no order', async () => {
    expect((await desk.post(x12(['T-1'], { test: true }))).items).toMatchObject([{ outcome: 'document', text: 'A test: the order T-1 was read, and none was made of it.' }])
    expect((await desk.post(edifact('T-2', { test: true }))).items).toMatchObject([{ outcome: 'document' }])
    await desk.sent()
    expect(desk.file('ACME/997-000000001.edi').slice(0, 106)).toContain('*0*T*>')
    expect(desk.file('NORD/CONTRL-000000001.edi')).toContain("+1++++++1'")
    expect(await orders.search(desk.store, 'OC', {})).toEqual([])
  })

  test('it makes one where the profile says so', async () => {
    await desk.configure('ACME', { takesTests: true })
    expect(await outcomes(desk.post(x12(['T-3'], { control: 2, test: true })))).toEqual(['order'])
  })

  test('what is addressed to somebody else is quarantined, and nobody answers in his name', async () => {
    const before = await desk.sent()
    const { items } = await desk.post(x12(['PO-9'], { control: 9, to: 'SOMEBODYELSE' }))
    expect(items).toMatchObject([{ outcome: 'quarantined', text: expect.stringContaining('addressed to ISA:ZZ SOMEBODYELSE, which is none of ours') as string }])
    expect(await desk.sent()).toEqual(before)
    expect(await outcomes(desk.post(x12(['PO-9'], { control: 9 })))).toEqual(['order'])
  })
})
