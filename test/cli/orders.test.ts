import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as actors from '../../store/actors'
import * as arrivals from '../../store/arrivals'
import { onMariadb } from '../store/open'
import { csv, openWorld, type World } from '../sync/world'
import { run, type Said } from './terminal'

describe('orders at the command line', () => {
  let world: World
  const env = (): Record<string, string> => ({ ORDER_TO_CASH_STORE: world.store.url, ORDER_TO_CASH_KEYS: world.store.keysFolder })
  const cli = (...argv: string[]): Promise<Said> => run(argv, env())
  const document = (reference: string, change = {}): string => {
    const path = join(world.store.folder, `${reference}.csv`)
    writeFileSync(path, csv(reference, change))
    return path
  }
  beforeAll(async () => { world = await openWorld() })

  test('each receive of a file is an arrival of its own, and the order is there once (R-INT-07, R-INT-08)', async () => {
    const file = document('PO-1')
    const first = await cli('receive', file, '--json')
    expect([first.exit, first.rows()]).toMatchObject([0, [{ outcome: 'order', messages: [{ outcome: 'order', number: 'SO-000001', reference: 'PO-1', status: 'toShip' }] }]])
    const second = await cli('receive', file, '--json')
    expect([second.exit, second.rows()]).toMatchObject([0, [{ outcome: 'duplicate', messages: [{ outcome: 'duplicate', number: 'SO-000001' }] }]])
    expect(await arrivals.countOf(world.store, String(first.rows()[0]!.sha256))).toBe(2)
  })

  test('what was put back says so, learns once what happened since, and has nothing to learn after that', async () => {
    expect(await cli('restored', '--as', 'manager')).toMatchObject({ exit: 1, err: expect.stringContaining('--taken-at') as string })
    expect(await cli('restored', '--as', 'manager', '--taken-at', 'yesterday')).toMatchObject({ exit: 1 })
    expect(await cli('restored', '--as', 'manager', '--taken-at', '2026-03-01T08:00:00Z')).toMatchObject({ exit: 2, out: expect.stringContaining('Orders learned again since 2026-03-01T08:00:00.000Z: 0') as string })
    expect(await cli('restored', '--as', 'manager')).toMatchObject({ exit: 1 })
  })

  test('what a person must see is exit code 2: a held order, a document that is none', async () => {
    const noise = join(world.store.folder, 'noise.bin')
    writeFileSync(noise, Buffer.from([0, 1, 2, 3]))
    expect(await cli('receive', noise)).toMatchObject({ exit: 2, out: expect.stringContaining('quarantined') as string })
    expect(await cli('receive', document('PO-2', { item: 'NO-SUCH' }))).toMatchObject({ exit: 2, out: expect.stringContaining('held') as string })
    const missing = await cli('receive', join(world.store.folder, 'none.csv'))
    expect(missing).toMatchObject({ exit: 1, out: '' })
  })

  test('a document is read with the profile of a partner in the store', async () => {
    expect((await cli('read', document('PO-1'), '--partner', 'NORDBAU', '--json')).rows()[0]).toMatchObject({ order: { reference: 'PO-1' } })
    expect(await cli('read', document('PO-1'), '--partner', 'NOBODY')).toMatchObject({ exit: 1, err: expect.stringContaining('no partner of that code') as string })
  })

  test('orders are listed by status and found by the beginning of a reference', async () => {
    expect((await cli('orders', '--json')).rows().map((order) => order.reference)).toEqual(['PO-2', 'PO-1'])
    expect((await cli('orders', '--status', 'held', '--json')).rows()).toMatchObject([{ reference: 'PO-2' }])
    expect((await cli('orders', '--find', 'SO-0000')).out).toMatch(/SO-000001\s+NORDBAU\s+PO-1\s+toShip/)
    expect((await cli('orders', '--find', 'po-1')).out).toBe('No orders.\n')
  })

  test('an order shows its lines, and its timeline with who and when (R-APR-04)', async () => {
    const { exit, out } = await cli('order', 'SO-000001', '--timeline')
    expect(exit).toBe(0)
    expect(out).toMatch(/Received by file: PO-1 of NORDBAU, 1 line\n.*Reviewed \(default rules\): nothing to object\n.*Confirmed as SO-000001/)
    const [dossier] = (await cli('order', 'PO-1', '--json')).rows<{ order: { number: string }; messages: unknown[] }>()
    expect(dossier).toMatchObject({ order: { number: 'SO-000001' } })
    expect(dossier!.messages).toHaveLength(3)
    expect(await cli('order', 'SO-9')).toMatchObject({ exit: 1, out: '', err: expect.stringContaining('There is no order SO-9') as string })
  })

  test('who changes something must be named and known', async () => {
    expect(await cli('cancel', 'SO-000001', '--reason', 'x')).toMatchObject({ exit: 1, err: expect.stringContaining('--as ACTOR') as string })
    expect(await cli('cancel', 'SO-000001', '--reason', 'x', '--as', 'nobody')).toMatchObject({ exit: 1, err: expect.stringContaining('no actor nobody') as string })
  })

  test('a refused decision is exit code 1 with its reason, an accepted one says what the order is now (R-APR-03)', async () => {
    await cli('receive', document('PO-3', { price: '9.00' }))
    const asked = (await cli('orders', '--find', 'PO-3', '--json')).rows()[0]!
    expect(asked.status).toBe('awaitingApproval')
    const role = (asked.approvals as { role: string }[])[0]!.role
    const others = (await actors.list(world.store)).filter((actor) => !actor.roles.includes(role))
    const entitled = (await actors.list(world.store)).find((actor) => actor.roles.includes(role))!
    expect(await cli('approve', 'PO-3', '--reason', 'ok', '--as', others[0]!.id)).toMatchObject({ exit: 1, err: expect.stringContaining(role) as string })
    expect(await cli('approve', 'PO-3', '--reason', 'agreed', '--as', entitled.id)).toMatchObject({ exit: 0, out: expect.stringContaining('toShip') as string })
    expect(await cli('approve', 'PO-3', '--reason', 'agreed', '--as', entitled.id)).toMatchObject({ exit: 0 })
  })

  test('held orders and asked approvals are in the work list, with reasons, role and due, in the company\'s own time', async () => {
    await cli('receive', document('PO-4', { price: '9.00' }))
    const { out } = await cli('cases')
    expect(out).toMatch(/Orders that wait\norder +buyer +waits for +due \(Europe\/Berlin\) +since \(Europe\/Berlin\) +why/)
    expect(out).toMatch(/PO-2 +NORDBAU +held +\d{4}-\d\d-\d\d \d\d:\d\d +\S/)
    expect(out).toMatch(/PO-4 +NORDBAU +approval by \S+( \S+)* +\d{4}-\d\d-\d\d \d\d:\d\d +\d{4}-\d\d-\d\d \d\d:\d\d +\S/)
    expect((await cli('cases', '--json')).rows()).toEqual(expect.arrayContaining([
      expect.objectContaining({ kind: 'held', order: 'PO-2' }), expect.objectContaining({ kind: 'approval', order: 'PO-4', role: expect.any(String) as string, due: expect.stringMatching(/Z$/) as string }),
    ]))
    expect((await cli('order', 'PO-4')).out).toMatch(/due \(Europe\/Berlin\)[^]*open +\d{4}-\d\d-\d\d \d\d:\d\d /)
    expect((await cli('orders')).out).toContain('received (Europe/Berlin)')
  })

  test('dispatch sends, and the systems are shown with their numbers', async () => {
    const { exit, rows } = await cli('dispatch', '--wait', '3', '--json')
    expect([exit, rows()[0]]).toMatchObject([0, { done: 6, refused: 0, dead: 0 }])
    expect((await cli('order', 'SO-000001')).out).toMatch(/erp\s+order\s+SO-ERP-\d+\s+open/)
    expect(await cli('follow', '--json')).toMatchObject({ exit: 0 })
    expect((await cli('check')).exit).toBe(0)
  })

  test('a return is shown before it is asked for, asked for once, and refused (R-RET-01)', async () => {
    await world.operate('wms', 'ship')
    for (let round = 0; round < 2; round++) { await cli('follow'); await cli('dispatch', '--wait', '2') }
    await cli('follow')
    const [asking, as] = [['return', 'SO-000001', '--line', '1=2', '--reason', 'notNeeded'], ['--as', 'manager']]
    expect(await cli(...asking, '--preview')).toMatchObject({ exit: 0, out: expect.stringMatching(/1\s+A-1\s+10\s+10\s+0\s+2\s+25\n25\.00 EUR of SO-000001 are credited once it is back as it was sent; salesManager is asked\./) as string })
    expect((await cli(...asking, '--preview', '--json')).rows()).toMatchObject([{ credit: '25.00', asks: 'salesManager' }])
    for (let time = 0; time < 2; time++) expect((await cli(...asking, '--request', 'phone-1', '--note', 'too many', ...as)).exit).toBe(2)
    const shown = (await cli('order', 'SO-000001', '--timeline')).out
    expect(shown).toMatch(/SO-000001-R1\s+requested\s+notNeeded\s+2 of line 1\s+25\.00 EUR/)
    expect(shown).toContain('Return SO-000001-R1 asked for (not needed): 2 of line 1, 25.00 to credit')
    expect(await cli('reject', 'SO-000001', '--reason', 'kept too long', ...as)).toMatchObject({ exit: 0 })
    expect(await cli('return', 'SO-000001', '--line', '1=11', '--reason', 'short', ...as)).toMatchObject({ exit: 1, err: expect.stringContaining('over-returned') as string })
    expect(await cli('return', 'SO-000001', '--line', '1=1', '--reason', 'colour', ...as)).toMatchObject({ exit: 1, err: expect.stringContaining('it is one of damaged') as string })
  })

  test('a case is closed with its result, by somebody, once', async () => {
    const [open] = (await cli('cases', '--kind', 'quarantine', '--json')).rows()
    expect((await cli('cases')).out).toContain(String(open!.id))
    expect(await cli('close', String(open!.id), '--result', 'the sender was asked', '--as', 'manager')).toMatchObject({ exit: 0, out: expect.stringContaining('is closed') as string })
    expect((await cli('close', String(open!.id), '--result', 'again', '--as', 'manager')).out).toContain('was closed before')
    expect((await cli('cases', '--closed', '--json')).rows()[0]).toMatchObject({ result: 'the sender was asked', closedBy: 'manager' })
  })

  test('a message that is done is looked for, and not sent again where it is there', async () => {
    const [dossier] = (await cli('order', 'SO-000001', '--json')).rows<{ messages: { id: string }[] }>()
    expect(await cli('resend', dossier!.messages[0]!.id, '--as', 'manager')).toMatchObject({ exit: 0, out: expect.stringMatching(/^The order is in erp as SO-ERP-\d+, as it was sent: nothing was sent again\./) as string })
    expect((await cli('resend', 'no-such', '--as', 'manager')).exit).toBe(1)
  })

  test('a job runs once for each time that it is due; by hand, now', async () => {
    expect(await cli('run', 'refresh', '--for', '2026-03-02', '--json')).toMatchObject({ exit: 0 })
    const [again] = (await cli('run', 'refresh', '--for', '2026-03-02', '--json')).rows()
    expect(again).toMatchObject({ outcome: 'done-before', scheduledFor: '2026-03-02T22:45:00.000Z' })
    expect((await cli('run', 'verify', '--json')).rows()).toMatchObject([{ outcome: 'done', counts: { defects: 0 } }])
    expect(await cli('run', 'refresh', '--for', 'yesterday')).toMatchObject({ exit: 1, err: expect.stringContaining('YYYY-MM-DD') as string })
    expect(await cli('run', 'sweep')).toMatchObject({ exit: 1, err: expect.stringContaining('no job sweep') as string })
  })

  test('verify says that all is as it was; a byte changed by hand is named and is exit code 1 (R-AUD-02)', async () => {
    expect(await cli('verify')).toMatchObject({ exit: 0, out: expect.stringMatching(/every order is in every system once\s+yes/) as string })
    await world.store.write((tx) => tx.execute("UPDATE events SET envelope = replace(envelope, 'PO-1', 'PO-7') WHERE type = 'received'"))
    const { exit, err } = await cli('verify')
    expect(exit).toBe(1)
    expect(err).toMatch(/event-changed OC order\/\S+#1: /)
    await world.store.write((tx) => tx.execute("UPDATE events SET envelope = replace(envelope, 'PO-7', 'PO-1') WHERE type = 'received'"))
    expect((await cli('verify')).exit).toBe(0)
  })

  test('a secret comes by standard input, is tried, and is never shown', async () => {
    const wrong = await run(['connect', 'erp', '--as', 'manager'], env(), 'wrong-token-4711\n')
    expect(wrong).toMatchObject({ exit: 1, err: expect.stringContaining('what was kept before stays') as string })
    expect(wrong.out + wrong.err).not.toContain('wrong-token-4711')
    expect((await cli('check')).out).toMatch(/erp .*yes/)
    expect(await run(['connect', 'erp', '--as', 'manager'], env(), '')).toMatchObject({ exit: 1, err: expect.stringContaining('No secret was given') as string })
  })

  test('a person is not erased from an order that is under way', async () => {
    expect(await cli('erase', 'SO-000001', '--as', 'manager', '--reason', 'asked for')).toMatchObject({ exit: 1, err: expect.stringContaining('under-way') as string })
  })

  test('the versions of an order are listed, and any two compared (R-CHG-08)', async () => {
    expect((await cli('versions', 'PO-1')).out).toMatch(/version +at \(Europe\/Berlin\) +by +what\n.*\n +1 +\S+ \S+ +\S+ +Received by .*\n +2 .* Confirmed as SO-000001\b.*\n$/)
    expect((await cli('change', 'PO-4', '--set', '1.quantity=10.00', 'requestedDelivery=2026-03-21', '--reason', 'asked by phone', '--as', 'manager')).exit).not.toBe(1)
    expect((await cli('versions', 'PO-4', '--compare', '1,2')).out).toMatch(/field +version 1 +version 2\n.*\n +requestedDelivery +2026-03-09 +2026-03-21\n$/)
    expect((await cli('versions', 'PO-4', '--compare', '2,1', '--json')).rows()).toEqual([{ field: 'requestedDelivery', before: '2026-03-21', after: '2026-03-09' }])
    expect((await cli('versions', 'PO-4', '--compare', '2,2', '--lang', 'zh')).out).toBe('没有差异。\n')
    expect(await cli('versions', 'PO-4', '--compare', '1,3')).toMatchObject({ exit: 1, out: '', err: expect.stringContaining('has no version 3: it has 2.') as string })
    expect(await cli('versions', 'PO-4', '--compare', '1')).toMatchObject({ exit: 1, err: expect.stringContaining('two versions, as in 1,3') as string })
  })

  test('a backup is a store of its own, and never written over a file; a server has its own tools', async () => {
    const copy = join(world.store.folder, 'copy.db')
    if (onMariadb) return expect(await cli('backup', copy)).toMatchObject({ exit: 1, err: expect.stringContaining('mariadb-dump') as string })
    expect(await cli('backup', copy)).toMatchObject({ exit: 0, err: expect.stringContaining('keys') as string })
    const orders = await run(['orders', '--json'], { ORDER_TO_CASH_STORE: `sqlite:${copy}` })
    expect(orders.rows()).toHaveLength(4)
    expect(await cli('backup', copy)).toMatchObject({ exit: 1, err: expect.stringContaining('there already') as string })
  })
})
