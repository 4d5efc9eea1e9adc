import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { type Outgoing } from '../../connectors/connector'
import { Fault } from '../../connectors/fault'
import { tryton } from '../../connectors/tryton/tryton'
import { drain } from '../../sync/dispatch'
import * as outbox from '../../store/outbox'
import { child, start } from '../store/child'
import { badProxy, type BadProxy } from './badProxy'
import { COMPANY } from './document'
import { type Person, personOf } from '../../examples/tryton/person'
import { startTryton, type TrytonServer } from '../../examples/tryton/server'
import { openWorld, systemConfig, type World } from './world'

const BUILD_MS = 600_000
const TIMES = { timeout: 4000, settle: 6000 }
const LEASE_MS = 3 * TIMES.timeout + 1000 + TIMES.settle

describe('one writer for each order', () => {
  let server: TrytonServer
  let clerk: Person
  let proxy: BadProxy
  let world: World
  beforeAll(async () => {
    server = await startTryton()
    clerk = await personOf(server)
    proxy = await badProxy(server.port, () => 'through', 0)
    world = await openWorld(server, { ...TIMES, url: `${proxy.url}${server.access.database}/`, authority: [] })
  }, BUILD_MS)
  afterAll(async () => {
    await proxy?.close()
    await server?.close()
  })

  const message = (ourId: string): Outgoing => ({
    kind: 'order', action: 'create', ourId, revision: 1, key: ourId, correlation: ourId,
    body: { number: `T-${ourId.slice(-2)}`, buyer: 'KRAMER', currency: 'EUR', lines: [{ id: '1', item: 'DG-1250', quantity: '3', unit: 'EA', price: { amount: '1.00' } }] },
  })
  const made = async (ourId: string) => {
    const sales = await clerk.rows('sale.sale', [['reference', '=', ourId]], ['state', 'shipments', 'invoices'])
    return sales.map((sale) => ({ state: sale.state, deliveries: (sale.shipments as number[]).length, invoices: (sale.invoices as number[]).length }))
  }

  test('eight sends of one order at the same moment make one sale, one delivery and one invoice', async () => {
    const ourId = '01a20971-5fe8-7393-ace4-000000000001'
    const config = systemConfig(server)
    const connectors = Array.from({ length: 8 }, () => tryton({ ...config, options: { ...config.options, invoiceMethod: 'order' } }))
    const answers = await Promise.all(connectors.map((connector) => connector.send(message(ourId))))
    expect(new Set(answers.map((answer) => answer.theirId)).size).toBe(1)
    expect(await made(ourId)).toEqual([{ state: 'processing', deliveries: 1, invoices: 1 }])
  })

  test('a database that is locked for longer than our time-out: the call commits after we have gone, and is found after settle', async () => {
    await world.take('LOCKED')
    const { id } = await world.order('LOCKED')
    const file = join(server.folder, 'db', `${server.access.database}.sqlite`)
    const holder = spawn('/usr/bin/python3', ['-c', 'import sqlite3, sys, time\nc = sqlite3.connect(sys.argv[1], isolation_level=None)\nc.execute("BEGIN IMMEDIATE")\nprint("held", flush=True)\ntime.sleep(6)\nc.execute("ROLLBACK")', file], { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(holder.stdout, 'data')
    const sent = await drain(world.context, { patienceMs: 30_000 })
    expect(sent).toMatchObject({ done: 1 })
    expect(sent.postponed).toBeGreaterThan(0)
    expect(await made(id)).toEqual([{ state: 'processing', deliveries: 1, invoices: 0 }])
  })

  test.each([['before', 'confirm'], ['after', 'quote']] as const)('a worker stopped while its call lies %s "%s" sends nothing beside the one that took over', async (where, button) => {
    const reference = `STOPPED-${where}`
    const held = proxy.hold(`model.sale.sale.${button}`, where)
    const worker = start(child('../../systems/children/journey.ts'), world.store.url, world.store.keysFolder, reference, 0)
    await held.arrived
    worker.kill('SIGSTOP')
    held.release()
    await new Promise((resolve) => setTimeout(resolve, LEASE_MS + 500))
    expect(await drain(world.context, { patienceMs: 30_000 })).toMatchObject({ done: 1 })
    const { id } = await world.order(reference)
    expect(await made(id)).toEqual([{ state: 'processing', deliveries: 1, invoices: 0 }])
    worker.kill('SIGCONT')
    expect(await worker.ended).toEqual({ code: 0, errors: '' })
    expect(await made(id)).toEqual([{ state: 'processing', deliveries: 2, invoices: 1 }])
    expect((await outbox.ofStream(world.store, COMPANY, `order/${id}`)).map(({ kind, state }) => [kind, state])).toEqual([['order', 'done'], ['despatch', 'done']])
  })

  test('a wrong password is tried once, and not again for five minutes', async () => {
    const wrong = { ...systemConfig(server), secret: 'nobody:not-the-password' }
    const started: number[] = []
    for (let attempt = 0; attempt < 10; attempt++) {
      const before = Date.now()
      await expect(tryton(wrong).check()).rejects.toMatchObject({ kind: 'login' })
      started.push(Date.now() - before)
    }
    // Tryton makes each wrong one wait longer, and locks the user out from the seventh on
    expect(started.slice(1).every((ms) => ms < 100)).toBe(true)
    await expect(personOf(server, 'connector')).resolves.toBeDefined()
  })

  test('a user without rights is told which, and a database that is not there', async () => {
    const nobody = tryton({ ...systemConfig(server), secret: JSON.stringify({ user: 'nobody', password: server.access.users.nobody }) })
    await expect(nobody.check()).rejects.toMatchObject({ kind: 'refused', message: expect.stringContaining('sale.sale cannot be read') as string })
    const elsewhere = tryton({ ...systemConfig(server), url: server.url.replace('/erp/', '/none/') })
    const fault = await elsewhere.check().then(() => undefined, (error: unknown) => error)
    expect(fault).toBeInstanceOf(Fault)
  })
})
