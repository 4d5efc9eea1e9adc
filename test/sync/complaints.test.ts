import * as cases from '../../store/cases'
import * as config from '../../store/config'
import * as links from '../../store/links'
import { drain } from '../../sync/dispatch'
import { follow } from '../../sync/follow'
import { submit } from '../../sync/submit'
import { applyWebhooks, keepWebhook } from '../../sync/webhook'
import { subscriber } from '../web/subscriber'
import { openWorld, type World } from './world'

describe('a service desk', () => {
  let world: World
  beforeEach(async () => { world = await openWorld({ service: true }) })

  const complain = async (orderNumber: string, change: Record<string, unknown> = {}): Promise<string> => String((await world.operate('service', 'complain', {
    requester: { name: 'Ida Kern', email: 'ida@nordbau.example' }, subject: 'Crushed', description: 'see photos', orderNumber, reason: 'damaged', photos: ['box.jpg', 'bolt.jpg'],
    affected: [{ position: '1', sku: 'A-1', quantity: '3', lot: 'L-2601' }], ...change }) as { ticket: { ticket_id: number } }).ticket.ticket_id)
  const ticket = async (id: string) => { const row = (await world.rows('service', 'ticket')).find((one) => one.id === id)!; return { status: row.status, ...(JSON.parse(String(row.body)) as { merchant: unknown; comments: unknown[] }) } }
  const open = () => cases.list(world.store, 'OC', { kind: 'complaint', state: 'open' })
  const close = (id: string, result: string) => world.store.write((tx) => cases.close(tx, id, { result, by: 'manager', at: '2026-03-03T09:00:00.000Z' }))
  const sent = () => drain(world.context, { patienceMs: 3000 })

  test('a complaint is a case of its order, with line, quantity, lot and photos, once however often it is polled; its end is told once (R-DLV-04)', async () => {
    await world.take('PO-1')
    const { id: order, number } = await world.order('PO-1')
    const id = await complain(number!)
    for (let poll = 0; poll < 3; poll++) await follow(world.context)
    const [one, ...others] = await open()
    expect(others).toEqual([])
    expect(one).toMatchObject({
      system: 'service', subject: `order/${order}`, owner: 'orderDesk',
      text: `Complaint ${id} of service about ${number}: 3 of line 1 (A-1), damaged, with box.jpg, bolt.jpg. Decide what becomes of it, and close this with that: the customer is told.`,
      detail: { complaint: id, lines: [{ id: '1', item: 'A-1', quantity: '3' }], lots: [{ line: '1', lot: 'L-2601' }], photos: ['box.jpg', 'bolt.jpg'], reason: 'damaged' },
    })
    // who wrote it stays in the service desk
    expect(JSON.stringify(one)).not.toMatch(/Ida|nordbau\.example|see photos/)
    await sent()
    expect(await ticket(id)).toMatchObject({ status: 'new', comments: [] })

    await close(one!.id, 'Three bolts are sent again, free of charge.')
    await follow(world.context)
    await world.faults('service', [{ match: { method: 'PUT' }, fault: 'timeout-after', times: 2 }])
    await sent()
    for (let poll = 0; poll < 2; poll++) { await follow(world.context); await sent() }
    expect(await ticket(id)).toMatchObject({
      status: 'solved', merchant: { orderId: order, orderNumber: number, caseId: one!.id }, comments: [{ author: 'merchant', text: 'Three bolts are sent again, free of charge.' }] })
    expect(await links.byOurs(world.store, 'OC', 'service', 'complaint', `${order}/${id}`)).toMatchObject({ theirId: id, state: 'solved' })
    expect(await open()).toEqual([])
  })

  const billed = async (): Promise<void> => {
    await world.take('PO-1')
    await sent()
    await world.operate('wms', 'ship')
    for (let round = 0; round < 3; round++) { await follow(world.context); await sent() }
  }
  const said = async (id: string): Promise<string> => (await ticket(id)).comments.map((one) => (one as { text: string }).text).join()
  const rules = (returns: object): Promise<void> => world.store.write((tx) => config.put(tx, { company: 'OC', kind: 'rules', key: 'review', version: 1, digest: '', origin: 'test', body: { returns } }))

  test('what a customer changes after his return was decided is a case with both, once, and changes nothing by itself (R-RET-02, R-DLV-04)', async () => {
    await billed()
    const { number } = await world.order('PO-1')
    const id = await complain(number!)
    for (let round = 0; round < 2; round++) { await follow(world.context); await sent() }
    const before = (await world.order('PO-1')).returns
    expect(before).toMatchObject([{ request: `service/${id}` }])
    await world.operate('service', 'amend', { ticket: id, affected: [{ position: '1', sku: 'A-1', quantity: '5' }] })
    for (let poll = 0; poll < 3; poll++) { await follow(world.context); await sent() }
    const changed = () => cases.list(world.store, 'OC', { kind: 'complaint-changed' })
    const [one, ...others] = await changed()
    expect(others).toEqual([])
    expect(one).toMatchObject({ state: 'open', owner: 'orderDesk', ours: `3 of line 1 (A-1), damaged, for ${number}`, theirs: `5 of line 1 (A-1), damaged, for ${number}`, text: expect.stringContaining(before![0]!.number) as string })
    expect((await world.order('PO-1')).returns).toEqual(before)
    // what a person has settled is not asked again, until he says something else once more
    await close(one!.id, 'Two more come back by another return.')
    for (let poll = 0; poll < 2; poll++) await follow(world.context)
    expect((await changed()).map(({ state }) => state)).toEqual(['closed'])
    await world.operate('service', 'amend', { ticket: id, reason: 'quality' })
    await follow(world.context)
    expect((await changed()).map(({ state }) => state).sort()).toEqual(['closed', 'open'])
  })

  test('what a rule lets through comes back without a touch: the customer is told the number once, the goods are expected, received and credited (R-RET-02, R-RET-05)', async () => {
    await rules({ damaged: { upTo: '50.00' } })
    await billed()
    const id = await complain((await world.order('PO-1')).number!)
    await world.faults('service', [{ match: { method: 'PUT' }, fault: 'timeout-after', times: 1 }])
    for (let round = 0; round < 3; round++) { await follow(world.context); await sent() }
    expect(await ticket(id)).toMatchObject({ status: 'solved', comments: [{ text: 'Return SO-000001-R1: send 3 of line 1 back with this number; up to 37.50 EUR are credited once it is here.' }] })
    expect([await open(), await world.rows('wms', 'return')]).toMatchObject([[], [{ id: 'RO-000001', status: 'expected' }]])
    await world.operate('wms', 'receive')
    for (let round = 0; round < 3; round++) { await follow(world.context); await sent() }
    expect((await world.order('PO-1')).returns).toMatchObject([{ request: `service/${id}`, state: 'settled' }])
    expect(await world.rows('finance', 'creditNote')).toHaveLength(1)
  })

  test.each([
    ['agreed to', { type: 'approve', reason: 'the photos show it' }, 'Return SO-000001-R1: send 3 of line 1 back with this number; up to 37.50 EUR are credited once it is here.'],
    ['refused', { type: 'reject', reason: 'it was signed for without a remark' }, 'The return SO-000001-R1 was not agreed to: it was signed for without a remark.'],
  ] as const)('what a person must decide stays a case until it is %s, and that is what the customer is told', async (_what, command, text) => {
    await billed()
    const id = await complain((await world.order('PO-1')).number!)
    for (let round = 0; round < 2; round++) { await follow(world.context); await sent() }
    expect([await open(), (await ticket(id)).status, (await world.order('PO-1')).approvals]).toMatchObject([[{ field: `complaint ${id}` }], 'new', [{ role: 'orderDesk', state: 'open' }]])
    await submit(world.as('manager'), { subject: { company: 'OC', order: (await world.order('PO-1')).id }, command, circumstance: { cause: 'command', correlation: 'test' } })
    for (let round = 0; round < 2; round++) { await follow(world.context); await sent() }
    expect([await open(), await said(id)]).toEqual([[], text])
  })

  test('before its invoice is there it waits, and more than was sent stays with a person', async () => {
    await rules({ damaged: { upTo: '50.00' }, short: { upTo: '500.00' } })
    await world.take('PO-1')
    const number = (await world.order('PO-1')).number!
    await sent()
    await world.operate('wms', 'ship')
    const [early, wrong] = [await complain(number, { reason: 'short' }), await complain(number, { affected: [{ position: '1', quantity: '11' }] })]
    await follow(world.context)
    expect((await open()).map(({ field }) => field).sort()).toEqual([`complaint ${early}`, `complaint ${wrong}`])
    for (let round = 0; round < 3; round++) { await sent(); await follow(world.context) }
    expect([await open(), (await world.order('PO-1')).returns]).toMatchObject([[{ field: `complaint ${wrong}` }], [{ request: `service/${early}` }]])
    expect(await said(early)).toContain('nothing has to be sent back')
  })

  test('a complaint about an order that there is not is a case of its own, and nothing is told by itself', async () => {
    const id = await complain('SO-999999')
    for (let poll = 0; poll < 2; poll++) await follow(world.context)
    const [one, ...others] = await open()
    expect([one?.subject, one?.text, others]).toEqual([`complaint/service/${id}`, expect.stringContaining('names the order SO-999999, which there is not') as string, []])
    await close(one!.id, 'a mix-up')
    await follow(world.context)
    expect(await sent()).toMatchObject({ claimed: 0 })
    expect(await open()).toEqual([])
  })

  test('one among many is decided on, and told its end, whatever was seen since (R-RET-02)', async () => {
    const others = (kind: 'open' | 'closed') => world.store.write(async (tx) => {
      for (let no = 0; no < 201; no++) {
        const id = `${kind}-${no}`
        await cases.open(tx, { id, company: 'OC', kind: 'complaint', system: 'service', subject: `complaint/service/${id}`, field: `complaint ${id}`, text: 'about no order of ours', seenAt: '2026-04-01T08:00:00.000Z' })
        if (kind === 'closed') await cases.close(tx, id, { result: 'a mix-up', by: 'manager', at: '2026-04-01T09:00:00.000Z' })
      }
    })
    await rules({ damaged: { upTo: '50.00' } })
    await billed()
    const id = await complain((await world.order('PO-1')).number!)
    await others('open')
    await follow(world.context)
    expect((await world.order('PO-1')).returns).toMatchObject([{ request: `service/${id}`, state: 'authorised' }])
    await others('closed')
    for (let round = 0; round < 2; round++) { await follow(world.context); await sent() }
    expect(await said(id)).toContain('send 3 of line 1 back')
  })

  test('two complaints about one order are two cases, each told its own end', async () => {
    await world.take('PO-1')
    const { number } = await world.order('PO-1')
    const [first, second] = [await complain(number!), await complain(number!, { reason: 'short', photos: [] })]
    await sent()
    await follow(world.context)
    expect((await open()).map(({ field }) => field).sort()).toEqual([`complaint ${first}`, `complaint ${second}`])
    await close((await open()).find(({ field }) => field.endsWith(second))!.id, 'counted again: none is missing')
    await follow(world.context)
    await sent()
    expect([(await ticket(first)).status, (await ticket(second)).status]).toEqual(['new', 'solved'])
  })

  test('a signed webhook brings it without a poll; an altered one is refused (R-INT-08)', async () => {
    const heard = await subscriber()
    try {
      await world.take('PO-1')
      await world.subscribe('service', heard.url, 'the desk signs with this')
      const coming = heard.next(1, 'ticket')
      await complain((await world.order('PO-1')).number!)
      const [event] = await coming
      await expect(keepWebhook(world.context, { system: 'service', body: Buffer.from(event!.body.replace('"3"', '"300"')), headers: event!.headers })).rejects.toThrow('not over this body')
      for (let time = 0; time < 2; time++) await keepWebhook(world.context, { system: 'service', body: Buffer.from(event!.body), headers: event!.headers })
      await applyWebhooks(world.context)
      expect(await open()).toHaveLength(1)
    } finally {
      await heard.close()
    }
  })
})
