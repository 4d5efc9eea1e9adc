import { edifact } from '../../../mappings/edi/edifact'
import { tradacoms } from '../../../mappings/edi/tradacoms'
import { x12 } from '../../../mappings/edi/x12'
import { type Profile, profileSchema } from '../../../mappings/profile'
import { madeOf, trySample } from '../../../mappings/sample'
import { edifactFile, readAll, x12File } from './reading'

/** A partner whose 850 says things where nobody else does: his field table and codes mend it (R-INT-02). */
const PROFILE: Profile = profileSchema.parse({
  fields: [
    { from: 'REF[1=IA].2', to: 'seller.identifiers.buyer' },
    { from: ['DTM[1=064].2', 'DTM[1=010].2'], to: 'requestedDelivery' },
    { from: 'PO1:ZZ', to: 'lines.buyersItem' },
    { from: 'REF[1=LI].2', to: 'lines.id' },
    { from: 'N9[1=PW].2', to: 'lines.price.amount' },
    { to: 'currency', default: 'USD' },
    { to: 'paymentTerms', default: 'net 30 days' },
    { from: 'N1[1=ST].4', to: 'shipTo.identifiers.store' },
  ],
  codes: { unit: { CS: 'XCS' } }, required: ['lines.buyersItem', 'requestedDelivery'],
})
const read = async (segments: string[], profile: Profile | undefined = PROFILE): Promise<{ order: unknown; problems: string[] }> => {
  const { messages } = await readAll(x12, x12File(['BEG*00*SA*1**20260301', ...segments]), { profile: () => profile })
  return { order: messages[0]!.order, problems: messages[0]!.problems.map(({ code }) => code) }
}
const LINES = ['PO1**5*CS*9*PE*VN*A*ZZ*HIS-1', 'REF*LI*10', 'PO1**7*CS*9*PE*VN*B*ZZ*HIS-2', 'REF*LI*20', 'N9*PW*8.50']

test('the field table of a partner takes values of the header and of each line from where he puts them', async () => {
  expect(await read(['CUR*BY*CAD', 'REF*IA*V-77', 'DTM*010*20260310', 'DTM*064*20260312', 'N1*ST*Store*92*0014', ...LINES])).toMatchObject({ problems: [], order: {
    seller: { identifiers: [{ scheme: 'buyer', value: 'V-77' }] }, requestedDelivery: '2026-03-12', currency: 'CAD', paymentTerms: 'net 30 days', shipTo: { name: 'Store', identifiers: [{ scheme: 'buyer', value: '0014' }, { scheme: 'store', value: '0014' }] },
    lines: [{ id: '10', buyersItem: 'HIS-1', sellersItem: 'A', unit: 'XCS', price: { amount: '9' } }, { id: '20', buyersItem: 'HIS-2', price: { amount: '8.5' } }] } })
})

test('of several places the first named goes before, and a default fills only what is left open', async () => {
  expect(await read(['DTM*010*20260310', ...LINES])).toMatchObject({ order: { requestedDelivery: '2026-03-10', currency: 'USD' } })
  expect(await read([...LINES], {})).not.toHaveProperty('order.currency')
})

test('what the profile demands is missed with its line, and what is none of its kind is told with its place', async () => {
  const missing = await read(['DTM*010*20260310', LINES[0]!, 'PO1**7*CS*9*PE*VN*B'])
  expect(missing.problems).toEqual(['required-missing'])
  expect((await read(['DTM*010*20260310', ...LINES.slice(0, -1), 'N9*PW*eight'])).problems).toEqual(['number-unreadable'])
})

test('the table works on EDIFACT composites and on TRADACOMS, too', async () => {
  const profile = profileSchema.parse({ fields: [{ from: 'DTM[1.1=64].1.2', to: 'requestedDelivery' }, { from: 'PIA:ZZZ', to: 'lines.sellersItem' }, { from: 'RFF[1.1=ACE].1.2', to: 'reference' }] })
  const text = edifactFile(['BGM+220+1+9', 'DTM+137:20260301:102', 'DTM+64:202603120800:203', 'RFF+ACE:PO-7', 'LIN+1++4006381333931:EN', 'PIA+1+X-1:BP+Y-1:ZZZ', 'QTY+21:5:PCE', 'UNS+S'])
  expect((await readAll(edifact, text, { profile: () => profile })).messages[0]!.order).toMatchObject({ reference: 'PO-7', requestedDelivery: '2026-03-12T08:00', lines: [{ buyersItem: 'X-1', sellersItem: 'Y-1' }] })
  const order = "STX=ANA:1+5000000000012+5012345000020+260302+7++ORDHDR'MHD=1+ORDERS:9'CLO=5000000000289'ORD=1::260301'DIN=260310'OLD=1+:NW9++K-1+1+60+25000+++ROLLS'OTR=1'MTR=6'END=1'"
  const fields = profileSchema.parse({ fields: [{ from: 'OLD.6.1', to: 'lines.quantity' }, { from: 'CLO.1.1', to: 'shipTo.name' }], defaults: { unit: 'XCS' } })
  expect((await readAll(tradacoms, order, { profile: () => fields })).messages[0]!.order).toMatchObject({ shipTo: { name: '5000000000289' }, lines: [{ quantity: '60', unit: 'XCS' }] })
})

test('a place that is none is refused when the profile is applied, with what a place looks like', () => {
  for (const from of ['REF', 'ref.2', 'REF[DP].2', 'REF[1=DP]']) expect(profileSchema.safeParse({ fields: [{ from, to: 'reference' }] }).error?.issues[0]?.message).toContain('TAG[element=code]')
  expect(profileSchema.safeParse({ fields: [{ from: 'REF.2', to: 'nowhere' }] }).success).toBe(false)
})

test('a golden sample shows what a change of the field table changes', async () => {
  const content = x12File(['BEG*00*SA*1**20260301', 'DTM*010*20260310', ...LINES])
  const expected = await madeOf(Buffer.from(content), 'a.edi', PROFILE) as unknown as Record<string, unknown>[]
  expect(await trySample({ name: 'a.edi', content, expected }, PROFILE)).toEqual([])
  const changed = { ...PROFILE, fields: PROFILE.fields!.filter(({ to }) => to !== 'lines.buyersItem') }
  expect((await trySample({ name: 'a.edi', content, expected }, changed)).map(({ path }) => path)).toEqual(expect.arrayContaining(['0.order.lines.0.buyersItem']))
})
