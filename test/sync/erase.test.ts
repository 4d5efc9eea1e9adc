import { createHash, createHmac } from 'node:crypto'
import * as documents from '../../store/documents'
import * as outbox from '../../store/outbox'
import { drain } from '../../sync/dispatch'
import { erase } from '../../sync/erase'
import { follow } from '../../sync/follow'
import { uuidv7 } from '../../sync/ids'
import { receive } from '../../sync/receive'
import { reconcile } from '../../sync/reconcile/reconcile'
import { submit } from '../../sync/submit'
import { verify } from '../../sync/proof/verify'
import { keepWebhook } from '../../sync/webhook'
import { csv, openWorld, type World } from './world'

const codes = async (world: World) => (await verify(world.context)).defects.map((defect) => defect.code)

/** Every value of every table, as one text. */
async function everything(world: World): Promise<string> {
  const tables = ['events', 'private_values', 'orders', 'messages', 'links', 'parts', 'order_documents', 'cases', 'document_chunks', 'text_parts', 'exchanges']
  const rows = await Promise.all(tables.map((table) => world.store.query<Record<string, unknown>>(`SELECT * FROM ${table}`)))
  return rows.flat().flatMap((row) => Object.values(row)).map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : String(value))).join('\n')
}

describe('R-AUD-05: a person is erased from an order that has ended', () => {
  let world: World
  beforeAll(async () => {
    world = await openWorld()
    await world.take('PO-1')
    await drain(world.context, { patienceMs: 3000 })
    await world.operate('wms', 'ship')
    await follow(world.context)
    await drain(world.context, { patienceMs: 3000 })
    await world.operate('wms', 'deliver', { signedBy: 'Petra Ungewöhnlich' })
    await follow(world.context)
    await world.operate('finance', 'pay')
    await follow(world.context)
  })

  test('not by just anyone, and not while the order is under way', async () => {
    await world.take('PO-2')
    const refusal = async (actor: string, reference: string) => {
      const { outcome } = await erase(world.as(actor), { company: 'OC', order: await world.order(reference), reason: 'asked for' })
      return outcome.outcome === 'refused' ? outcome.findings[0]!.code : outcome.outcome
    }
    expect(await refusal('cfo', 'PO-1')).toBe('not-allowed')
    expect(await refusal('manager', 'PO-2')).toBe('under-way')
    expect(await everything(world)).toContain('Petra Ungewöhnlich')
  })

  test('nothing of it is left in any table, the chain is whole, and an event says who did it and why', async () => {
    const order = await world.order('PO-1')
    expect(order.status).toBe('closed')
    const erased = await erase(world.as('manager'), { company: 'OC', order, reason: 'letter of 1 March', document: true })
    expect(erased).toMatchObject({ outcome: { outcome: 'accepted', changed: true }, document: 'erased' })
    expect(erased.values).toBeGreaterThanOrEqual(2)
    const now = await world.order('PO-1')
    expect(now.shipTo?.name).toBeUndefined()
    expect(now).toMatchObject({ number: order.number, status: 'closed', lines: order.lines, paidAmount: order.paidAmount })
    expect((await everything(world)).split('\n').filter((line) => line.includes('Petra'))).toEqual([])
    const [event] = await world.store.query<{ envelope: string }>("SELECT envelope FROM events WHERE type = 'erased' AND stream LIKE 'order/%'")
    expect(JSON.parse(event!.envelope)).toMatchObject({ actor: 'manager', data: { by: 'manager', reason: 'letter of 1 March', document: order.document } })
    expect(await verify(world.context)).toMatchObject({ defects: [], erased: { values: erased.values, documents: 1 } })
    expect((await reconcile(world.context, { company: 'OC' })).left).toBe(0)
  })

  test('the webhooks that told of it go as well, and a repeat brings none of it back', async () => {
    await world.subscribe('wms', 'http://127.0.0.1:9/', 'what the warehouse signs with')
    await world.take('PO-30')
    await submit(world.as('manager'), { subject: { company: 'OC', order: (await world.order('PO-30')).id }, command: { type: 'cancel', reason: 'closed shop' }, circumstance: { cause: 'command', correlation: 'c' } })
    const order = await world.order('PO-30')
    const body = Buffer.from(JSON.stringify({ id: 'evt-30', type: 'unheard', data: { external_id: order.id, signedBy: 'Petra Ungewöhnlich' } }))
    const at = Math.floor(Date.now() / 1000)
    const signature = `t=${at},v1=${createHmac('sha256', 'what the warehouse signs with').update(`${at}.`).update(body).digest('hex')}`
    const tell = async () => (await keepWebhook(world.context, { system: 'wms', body, headers: { 'sandbox-signature': signature } }))!
    const { arrival } = await tell()
    expect(await documents.read(world.store, arrival.sha256)).toEqual(body)
    expect((await erase(world.as('manager'), { company: 'OC', order, reason: 'letter' })).document).toBe('kept')
    expect(await tell()).toMatchObject({ repeated: true, arrival: { id: arrival.id } })
    expect(await documents.read(world.store, arrival.sha256)).toBeUndefined()
    expect(await verify(world.context)).toMatchObject({ defects: [] })
  })

  test('once more there is nothing left to erase', async () => {
    expect(await erase(world.as('manager'), { company: 'OC', order: await world.order('PO-1'), reason: 'again' })).toMatchObject({ outcome: { outcome: 'accepted', changed: false }, values: 0 })
  })

  test('what is marked as erased and no event says so is missing, not erased', async () => {
    const { id } = await world.order('PO-2')
    await world.store.write((tx) => tx.execute("UPDATE private_values SET salt = NULL, value = NULL, erased_at = '2026-03-02T08:00:00.000Z' WHERE stream = $1", [`order/${id}`]))
    expect(await codes(world)).toContain('personal-missing')
  })

  test('a document that other orders came with is kept, and they are named; sent once more after its erasure it is received anew', async () => {
    const bytes = Buffer.concat([csv('PO-10', { item: 'NO-SUCH' }), Buffer.from(csv('PO-11', { item: 'NO-SUCH' }).toString().split('\n')[1]! + '\n')])
    const sent = (transportId: string) => receive(world.context, { channel: 'test', transportId, bytes, fileName: 'two.csv' })
    await sent('two')
    const away = async (reference: string) => {
      const order = await world.order(reference)
      await submit(world.as('manager'), { subject: { company: 'OC', order: order.id }, command: { type: 'reject', reason: 'no such item' }, circumstance: { cause: 'command', correlation: 'c' } })
      return (await erase(world.as('manager'), { company: 'OC', order: await world.order(reference), reason: 'asked for', document: true })).document
    }
    expect(await away('PO-10')).toEqual({ shared: ['PO-11'] })
    expect(await away('PO-11')).toBe('erased')
    const { document } = await world.order('PO-11')
    expect(await documents.read(world.store, document!)).toBeUndefined()
    expect((await sent('two again')).items.map((item) => item.outcome)).toEqual(['duplicate', 'duplicate'])
    expect(await documents.read(world.store, document!)).toEqual(bytes)
  })

  test('a document whose content was taken away by hand is missing', async () => {
    await world.store.write((tx) => tx.execute("UPDATE documents SET erased_at = '2026-03-02T08:00:00.000Z' WHERE erased_at IS NULL"))
    expect(await codes(world)).toContain('document-missing')
  })

  test('with its documents go those that were made of it for the partner, and the address that it came from', async () => {
    await receive(world.as('inbox'), { channel: 'mail', transportId: 'mail-7', bytes: csv('PO-7'), fileName: 'po7.csv', sender: 'petra.privat@example.com' })
    const order = await world.order('PO-7')
    const answer = Buffer.from('The order of Petra Ungewöhnlich is accepted.')
    const sha256 = createHash('sha256').update(answer).digest('hex')
    await world.store.write(async (tx) => {
      await documents.keep(tx, { sha256, bytes: answer })
      await outbox.enqueue(tx, [{ id: uuidv7(), company: 'OC', system: 'partner', kind: 'document', ourId: `${order.id}/answer`, revision: 1, action: 'create', stream: `order/${order.id}`, body: { sha256 }, correlation: order.id, createdAt: '2026-03-02T08:00:00.000Z' }])
    })
    await submit(world.as('manager'), { subject: { company: 'OC', order: order.id }, command: { type: 'cancel', reason: 'closed shop' }, circumstance: { cause: 'command', correlation: order.id } })
    const ended = await world.order('PO-7')
    await erase(world.as('manager'), { company: 'OC', order: ended, reason: 'letter' })
    expect(await documents.read(world.store, sha256)).toEqual(answer)
    const again = await receive(world.as('inbox'), { channel: 'mail', transportId: 'mail-8', bytes: csv('PO-8'), fileName: 'po8.csv', sender: 'petra.privat@example.com' })
    const other = await world.order('PO-8')
    await submit(world.as('manager'), { subject: { company: 'OC', order: other.id }, command: { type: 'cancel', reason: 'closed shop' }, circumstance: { cause: 'command', correlation: other.id } })
    await world.store.write((tx) => outbox.enqueue(tx, [{ id: uuidv7(), company: 'OC', system: 'partner', kind: 'document', ourId: `${other.id}/answer`, revision: 1, action: 'create', stream: `order/${other.id}`, body: { sha256 }, correlation: other.id, createdAt: '2026-03-02T08:00:00.000Z' }]))
    await erase(world.as('manager'), { company: 'OC', order: await world.order('PO-8'), reason: 'letter', document: true })
    expect(await documents.read(world.store, sha256)).toBeUndefined()
    expect(await world.store.query('SELECT sender FROM arrivals WHERE id = $1', [again.arrival.id])).toEqual([{ sender: null }])
    expect((await world.order('PO-8')).sender).toEqual({ scheme: 'email' })
    expect((await verify(world.context)).defects.filter((defect) => defect.text.includes(sha256))).toEqual([])
  })
})
