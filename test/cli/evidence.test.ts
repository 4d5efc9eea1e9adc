import { createHash } from 'node:crypto'
import { erase } from '../../sync/erase'
import { type Evidence } from '../../sync/evidence'
import { csv, openWorld, type World } from '../sync/world'
import { englishIn } from '../web/english'
import { closeOrders } from './closeOrders'
import { run, type Said } from './terminal'

describe('R-AUD-06: one command prints the evidence of an order', () => {
  let world: World
  const cli = (...argv: string[]): Promise<Said> => run(argv, { ORDER_TO_CASH_STORE: world.store.url, ORDER_TO_CASH_KEYS: world.store.keysFolder })
  const evidence = async (order: string): Promise<{ exit: number; found: Evidence }> => {
    const { exit, rows } = await cli('evidence', order, '--json')
    return { exit, found: rows<Evidence>()[0]! }
  }
  const missing = async (order: string) => { const { exit, found } = await evidence(order); return [exit, ...found.missing.map(({ code }) => code)] }
  beforeAll(async () => {
    world = await openWorld()
    await world.take('PO-1', { price: '9.00' })
  })

  test('and says plainly what is missing, at every step of its way', async () => {
    expect(await missing('PO-1')).toEqual([2, 'not-decided', 'not-accepted', 'not-under-a-proof'])
    expect((await cli('approve', 'PO-1', '--reason', 'agreed', '--as', 'manager')).exit).toBe(0)
    expect(await missing('PO-1')).toEqual([2, 'no-receipt', 'no-receipt', 'no-receipt', 'not-shipped', 'not-under-a-proof'])
    const shown = await cli('evidence', 'SO-000001')
    expect(shown.exit).toBe(2)
    expect(shown.out).toMatch(/no-receipt +erp has given no receipt for create order: the message is waiting\./)
    await closeOrders(world)
    expect(await missing('SO-000001')).toEqual([2, ...Array.from({ length: 4 }, () => 'not-under-a-proof')])
  })

  test('of a closed one under a proof nothing is: original, review, approval, confirmation, receipts, proof of delivery, invoice, payment', async () => {
    expect((await cli('run', 'proof')).exit).toBe(0)
    const { exit, found } = await evidence('SO-000001')
    expect([exit, found.missing, found.defects, found.order.status]).toEqual([0, [], [], 'closed'])
    const sha256 = createHash('sha256').update(csv('PO-1', { price: '9.00' })).digest('hex')
    expect(found.original).toMatchObject({ sha256, kept: 'whole', arrivals: [{ channel: 'test', fileName: 'PO-1.csv' }] })
    expect([...new Set(found.statements.map(({ section }) => section))]).toEqual(['original', 'review', 'decision', 'agreed', 'push', 'delivery', 'invoice', 'payment', 'end'])
    const first = (type: string) => found.statements.find(({ event }) => event.type === type)!.event
    expect([first('reviewed').data.rules, first('approved').data, first('confirmed').data.number]).toMatchObject(['default', { by: 'manager', reason: 'agreed' }, 'SO-000001'])
    expect([first('delivered').data.signedBy, first('paid').data.amount]).toEqual(['Petra Ungewöhnlich', '90'])
    expect(found.receipts.map(({ system, kind, action, state }) => [system, kind, action, state])).toEqual(expect.arrayContaining([['erp', 'order', 'create', 'done'], ['wms', 'part', 'create', 'done'], ['finance', 'order', 'create', 'done'], ['finance', 'invoice', 'create', 'done']]))
    expect(found.receipts.every(({ theirId, key, correlation, doneAt }) => theirId && key && correlation && doneAt)).toBe(true)
    expect(found.statements.every(({ proof }) => /^OC-[\d-]+\.json$/.test(proof!))).toBe(true)
    expect(found.chains.map(({ stream, whole, covered }) => [stream.split('/')[0], whole, covered.length])).toEqual([['order', true, 1], ['despatch', true, 1], ['invoice', true, 1], ['payment', true, 1]])
  })

  test('as text in English and in Chinese, each part with its event and its proof', async () => {
    const { exit, out } = await cli('evidence', 'SO-000001')
    expect(exit).toBe(0)
    for (const title of ['Original', 'Reviews', 'Approvals', 'Confirmation', 'Receipts', 'Sent and answered', 'Delivery', 'Invoices', 'Payments', 'Proofs']) expect(out).toContain(`\n${title}\n`)
    expect(out).toMatch(/\d +\S+ \S+ +manager +OC-[\d-]+\.json +Approved \(/)
    expect(out).toContain('signed by Petra Ungewöhnlich')
    await world.take('PO-2', { price: '9.00' })
    const chinese = (await cli('evidence', 'PO-2', '--lang', 'zh')).out
    expect(chinese).toContain('尚未被接受')
    // the codes of gaps, kinds of streams and files stay codes
    const codes = new Set(['proof', 'default'])
    expect(chinese.split('\n').flatMap((line) => englishIn(line.replace(/[\w-]+\/\S+|\S+-\S+|\S+\.\w+/g, ' '))).filter((found) => !codes.has(found))).toEqual([])
  })

  test('what was erased is said to be erased, and what was changed is contradicted (exit code 1)', async () => {
    await erase(world.as('manager'), { company: 'OC', order: await world.order('PO-1'), reason: 'letter of 1 March', document: true })
    await cli('run', 'proof')
    expect(await missing('SO-000001')).toEqual([2, 'original-erased', 'signature-erased'])
    expect((await evidence('SO-000001')).found.statements.find(({ event }) => event.type === 'reviewed')!.proof).toMatch(/^OC-\d{4}-\d\d-\d\d\.json$/)
    const { id } = await world.order('PO-1')
    await world.store.write((tx) => tx.execute('UPDATE events SET envelope = replace(envelope, $2, $3) WHERE stream = $1 AND type = $4', [`order/${id}`, '"90"', '"91"', 'paid']))
    await world.store.write((tx) => tx.execute("UPDATE messages SET result = NULL, id = 'another' WHERE stream = $1 AND system = 'erp' AND kind = 'order'", [`order/${id}`]))
    const { exit, found } = await evidence('SO-000001')
    expect(exit).toBe(1)
    expect(found.defects.map(({ text }) => text)).toEqual(expect.arrayContaining([
      expect.stringContaining('(paid) was changed after it was written') as string, expect.stringMatching(/the message \S+ that event \d+ came from is gone/) as string, expect.stringContaining('is not what its events make of it') as string,
    ]))
    expect((await cli('evidence', 'SO-000001')).out).toMatch(/\nContradicted\nstream +event +what\n/)
    expect(await cli('evidence', 'SO-9')).toMatchObject({ exit: 1, out: '', err: expect.stringContaining('There is no order SO-9') as string })
  })

  test('a proof that is not sound, or knows another past, proves nothing and is named', async () => {
    await world.take('PO-3')
    await cli('run', 'proof')
    const { id } = await world.order('PO-3')
    await world.store.write((tx) => tx.execute("DELETE FROM events WHERE stream = $1 AND type = 'released'", [`order/${id}`]))
    const { exit, found } = await evidence('PO-3')
    expect(exit).toBe(1)
    expect(found.defects.map(({ text }) => text)).toEqual(expect.arrayContaining([expect.stringMatching(/had \d+ events in the proof OC-\S+\.json, and has fewer now/) as string]))
    expect(found.statements.every(({ proof }) => proof === undefined)).toBe(true)
  })
})
