import * as config from '../../../store/config'
import * as interchanges from '../../../store/interchanges'
import { sendAgain } from '../../../sync/edi/sendAgain'
import { type Desk, edifact, openDesk, x12 } from './desk'

/** A partner asks for what he had: "send it again" (R-INT-02, R-CHG-05). */
describe('a document that a partner asks for again', () => {
  let desk: Desk
  beforeEach(async () => {
    desk = await openDesk()
    await desk.configure('ACME', { send: ['orderResponse'], acknowledgedWithin: 24 })
    await desk.configure('NORD', { send: ['orderResponse'], acknowledge: [] })
  })
  const sent = async (partner: string, type: string) => (await interchanges.list(desk.store, 'OC', { partner, direction: 'out' })).find((one) => one.type === type)!
  const again = async (code: string, type: string, renumber = false) => sendAgain(desk.as('cfo'), { partner: (await config.partner(desk.store, 'OC', code))!, sent: await sent(code, type), reason: 'he lost it', renumber })

  test('goes out byte for byte under its number, once each time, and is awaited anew', async () => {
    await desk.post(x12(['PO-1']))
    await desk.sent()
    const first = await sent('ACME', '855')
    const name = `ACME/855-${first.control.padStart(9, '0')}.edi`
    desk.clock.at = new Date('2026-03-05T08:00:00.000Z')
    expect(await again('ACME', '855')).toEqual({ control: first.control })
    const files = await desk.sent()
    expect(files).toContain(name.replace('.edi', '-again-1.edi'))
    expect(desk.file(name.replace('.edi', '-again-1.edi'))).toBe(desk.file(name))
    expect(await sent('ACME', '855')).toMatchObject({ id: first.id, state: 'awaited', dueAt: '2026-03-06T08:00:00.000Z', text: 'sent again by cfo: he lost it' })
    await again('ACME', '855')
    expect((await desk.sent()).filter((file) => file.includes('again'))).toHaveLength(2)
  })

  test('goes out under the next numbers where he takes none twice, the same but for them, and the count has no gap', async () => {
    await desk.post(x12(['PO-1']))
    await desk.sent()
    const first = await sent('ACME', '855')
    const before = desk.file(`ACME/855-${first.control.padStart(9, '0')}.edi`)
    expect(await again('ACME', '855', true)).toEqual({ control: '3' })
    await desk.sent()
    const after = desk.file('ACME/855-000000003.edi')
    expect(after).not.toBe(before)
    expect(after.replaceAll('000000003', first.control.padStart(9, '0')).replace(/(GS\*.*\*0900\*)\d+\*/, `$1${first.groupControl}*`).replace(/GE\*1\*\d+/, `GE*1*${first.groupControl}`)).toBe(before)
    expect(await interchanges.sentUnder(desk.store, 'OC', 'ACME', { control: '3' })).toMatchObject([{ type: '855', state: 'awaited' }])
    expect((await desk.post(x12(['PO-2'], { control: 2 }))).items[0]).toMatchObject({ outcome: 'order' })
    expect((await interchanges.list(desk.store, 'OC', { partner: 'ACME', direction: 'out' })).map(({ control }) => Number(control)).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5])
  })

  test('an acknowledgement and an EDIFACT document go again as well; what is erased does not', async () => {
    await desk.post(x12(['PO-1']))
    await desk.post(edifact('N-1'))
    await desk.sent()
    expect(await again('ACME', '997')).toMatchObject({ control: expect.any(String) as string })
    expect(await again('NORD', 'ORDRSP', true)).toEqual({ control: '2' })
    await desk.sent()
    expect(desk.file('NORD/ORDRSP-000000002.edi').replace('+2\'UNH', "+1'UNH").replace("UNZ+1+2'", "UNZ+1+1'")).toBe(desk.file('NORD/ORDRSP-000000001.edi'))
    const partner = (await config.partner(desk.store, 'OC', 'ACME'))!
    expect(await sendAgain(desk.as('cfo'), { partner, sent: { ...await sent('ACME', '997'), sha256: '0'.repeat(64) }, reason: 'x', renumber: false })).toEqual({ refused: expect.stringContaining('erased') as string })
    expect(await sendAgain(desk.as('cfo'), { partner: { ...partner, profile: {} }, sent: await sent('ACME', '997'), reason: 'x', renumber: false })).toEqual({ refused: expect.stringContaining('no longer has edi') as string })
  })
})
