import { readDocument } from '../../mappings/read'
import { TARGETS } from '../../mappings/write/targets'
import { type OrderDraft } from '../../orders/draft'
import * as arrivals from '../../store/arrivals'
import * as config from '../../store/config'
import { receive } from '../../sync/receive'
import { workbook } from '../mappings/xlsx/workbook'
import { csv, openWorld } from './world'

const ADDRESS = 'orders@nordbau.example'

async function draftOf(bytes: Buffer): Promise<OrderDraft> {
  for await (const event of readDocument(bytes, { file: 'order.csv' })) if (event.kind === 'message' && event.order) return event.order
  throw new Error('no order')
}

const mailOf = (table: Buffer, headers: string[] = []): Buffer => Buffer.from([...headers, `From: Nordbau <${ADDRESS}>`, 'To: orders@our.example', 'Subject: Order', 'Message-ID: <1@nordbau.example>', 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b', '',
  '--b', 'Content-Type: text/csv', 'Content-Disposition: attachment; filename=order.csv', '', table.toString(), '--b--', ''].join('\r\n'))

/** The same order in every format that a buyer may choose. */
async function everyFormat(reference: string): Promise<[name: string, bytes: Buffer][]> {
  const table = csv(reference)
  const draft = await draftOf(table)
  const envelope = { from: { scheme: 'ISA:ZZ', value: 'NORDBAU' }, to: { scheme: 'GLN', value: '4012345000009' }, control: 1, at: '2026-03-02T08:00', test: false }
  const written = async (name: string, from = envelope.from) => TARGETS.find((target) => target.name === name)!.write({ ...draft, lines: draft.lines.map((line) => ({ ...line, unit: 'EA' })) }, { ...envelope, from })
  const rows = table.toString().trim().split('\n').map((line) => line.split(';'))
  return [
    ['X12', await written('x12-850')], ['EDIFACT', await written('edifact-orders', { scheme: 'UNB:ZZ', value: 'NORDBAU' })], ['UBL', await written('ubl-order')], ['JSON', Buffer.from(JSON.stringify(draft))], ['CSV', table],
    ['XLSX', workbook([{ name: 'Order', rows }])], ['e-mail', mailOf(table)],
  ]
}

test('the same order by X12, EDIFACT, UBL, JSON, CSV, workbook and e-mail is one order with one content, whichever comes first (R-INT-01, R-INT-07)', async () => {
  const world = await openWorld()
  const partner = (await config.partner(world.store, 'OC', 'NORDBAU'))!
  await world.store.write((tx) => config.savePartner(tx, { ...partner, version: partner.version + 1, identifiers: [...partner.identifiers, { scheme: 'ISA:ZZ', value: 'NORDBAU' }, { scheme: 'UNB:ZZ', value: 'NORDBAU' }, { scheme: 'email', value: ADDRESS }] }))
  const names = (await everyFormat('X')).map(([name]) => name)
  for (const [i, first] of names.entries()) {
    const reference = `PO-${i}`
    const formats = await everyFormat(reference)
    const outcomes: Record<string, [string | undefined, string | undefined]> = {}
    for (const [name, bytes] of [...formats.filter(([name]) => name === first), ...formats.filter(([name]) => name !== first)]) {
      const { items } = await receive(world.as('inbox'), { channel: `by-${name}`, transportId: `${reference}-${name}`, bytes, fileName: 'order' })
      const item = items.find(({ order }) => order)
      outcomes[name] = [item?.outcome, item?.text]
    }
    const { number } = await world.order(reference)
    expect([first, outcomes]).toEqual([first, Object.fromEntries(names.map((name) => [name, name === first ? ['order', undefined] : ['duplicate', `The same as ${number}.`]]))])
  }
  expect(await arrivals.pending(world.store, '9999-12-31T00:00:00.000Z')).toEqual([])
})

test('an order in a mail whose sender is not proven waits for a person, and no system hears of it (R-CHK-03)', async () => {
  const world = await openWorld()
  const { arrival, items } = await receive(world.as('inbox'), { channel: 'mail', transportId: 'm-1', bytes: mailOf(csv('PO-1'), ['Authentication-Results: mx.our.example; dkim=fail; dmarc=fail']), fileName: 'order.eml' })
  expect([arrival.outcome, items.map(({ outcome }) => outcome)]).toEqual(['quarantined', ['quarantined', 'quarantined']])
  await expect(world.order('PO-1')).rejects.toThrow('no order PO-1')
})
