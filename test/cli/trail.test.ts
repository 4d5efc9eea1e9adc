import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as cases from '../../store/cases'
import * as config from '../../store/config'
import * as interchanges from '../../store/interchanges'
import { closeCase } from '../../sync/deeds'
import { drain } from '../../sync/dispatch'
import { follow } from '../../sync/follow'
import { uuidv7 } from '../../sync/ids'
import { verify } from '../../sync/proof/verify'
import { type Desk, openDesk, x12 } from '../sync/edi/desk'
import { csv, TOKEN } from '../sync/world'
import { closeOrders } from './closeOrders'
import { run } from './terminal'

/** What the machine notes for itself: leases, cursors, what it measured and copied; and that a person's command ran. */
const MACHINES = new Set(['runs', 'cursors', 'clocks', 'circuits', 'paces', 'tokens', 'references_held', 'exchanges', 'settings', 'migrations', 'commands_done'])

describe('R-AUD-01: no state changes without an entry that says who did it, when, and what it was before', () => {
  let world: Desk
  const cli = (argv: readonly string[], stdin = '') => run(argv, { ORDER_TO_CASH_STORE: world.store.url, ORDER_TO_CASH_KEYS: world.store.keysFolder }, stdin)
  const path = (name: string): string => join(world.store.folder, name)

  /** Every row of every table that says something of the business, but for the trail itself. */
  async function tables(): Promise<Map<string, string>> {
    const names = world.store.dialect === 'sqlite' ? await world.store.query<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
      : await world.store.query<{ name: string }>('SELECT table_name AS name FROM information_schema.tables WHERE table_schema = database()')
    const rows = new Map<string, string>()
    for (const { name } of names) {
      if (MACHINES.has(name) || ['events', 'streams', 'private_values', 'text_parts'].includes(name)) continue
      rows.set(name, (await world.store.query<object>(`SELECT * FROM ${name}`)).map((row) => JSON.stringify(row)).sort().join('\n'))
    }
    return rows
  }
  const changedIn = (before: Map<string, string>, after: Map<string, string>): string[] => [...after].filter(([name, rows]) => before.get(name) !== rows).map(([name]) => name)
  const trail = () => world.store.query<{ envelope: string; stream: string }>('SELECT envelope, stream FROM events')

  /** Runs a command as somebody; which tables it changed, and which entries say so. */
  async function doing(argv: readonly string[], stdin = ''): Promise<{ exit: number; tables: string[]; entries: { actor: string; at: string; type: string; cause: string }[] }> {
    const [before, known] = [await tables(), new Set((await trail()).map(({ envelope }) => envelope))]
    const { exit, err } = await cli(argv, stdin)
    if (exit === 1) throw new Error(`${argv.join(' ')}: ${err}`)
    const entries = (await trail()).filter(({ envelope }) => !known.has(envelope)).map(({ envelope }) => JSON.parse(envelope) as { actor: string; at: string; type: string; cause: string })
    return { exit, tables: changedIn(before, await tables()), entries }
  }

  beforeAll(async () => {
    world = await openDesk()
    await world.configure('ACME', { send: ['orderResponse'] })
    for (const [reference, change] of [['PO-1', {}], ['PO-2', { price: '9.00' }], ['PO-3', { price: '9.00' }], ['PO-4', { item: 'NO-SUCH' }], ['PO-5', {}], ['PO-6', {}], ['PO-8', { item: 'NO-SUCH' }]] as const) await world.take(reference, change)
    await world.post(x12(['A-7']))
    await drain(world.context, { patienceMs: 3000 })
  })

  const open = async (kind: string): Promise<string> => {
    const { case: opened } = await world.store.write((tx) => cases.open(tx, { id: uuidv7(), company: 'OC', kind, system: 'erp', subject: 'order/x', field: uuidv7(), text: 'A test.', seenAt: '2026-03-02T08:00:00.000Z' }))
    return opened.id
  }
  const stopped = async (reference: string): Promise<string> => {
    const { id } = await world.order(reference)
    const [message] = await world.store.query<{ id: string }>("SELECT id FROM messages WHERE stream = $1 AND system = 'erp' AND kind = 'order'", [`order/${id}`])
    await world.store.write((tx) => tx.execute("UPDATE messages SET state = 'dead', unsure = 1 WHERE id = $1", [message!.id]))
    return message!.id
  }

  test.each<[string, () => readonly string[] | Promise<readonly string[]>, string?]>([
    ['approve', () => ['approve', 'PO-2', '--reason', 'agreed', '--as', 'manager']],
    ['reject', () => ['reject', 'PO-3', '--reason', 'too cheap', '--as', 'manager']],
    ['resolve', () => ['resolve', 'PO-4', '1', 'A-1', '--as', 'manager']],
    ['review', () => ['review', 'PO-8', '--as', 'manager']],
    ['change', () => ['change', 'PO-5', '--set', '1.quantity=12', '--reason', 'by phone', '--as', 'manager']],
    ['cancel', () => ['cancel', 'PO-6', '--reason', 'ordered twice', '--as', 'manager']],
    ['close', async () => ['close', await open('quarantine'), '--result', 'he sends it again', '--as', 'manager']],
    ['resend', async () => ['resend', await stopped('PO-1'), '--as', 'manager']],
    ['partner again', async () => ['partner', 'again', 'ACME', (await interchanges.list(world.store, 'OC', { partner: 'ACME', direction: 'out' })).find(({ type }) => type === '855')!.control, '--reason', 'he lost it', '--as', 'manager']],
    ['connect', () => ['connect', 'erp', '--as', 'manager'], `${TOKEN}\n`],
    ['connect --webhook', () => ['connect', 'wms', '--webhook', '--as', 'manager'], 'what it signs with\n'],
    ['apply', () => {
      writeFileSync(path('actors.yaml'), '- { kind: actor, key: meike, name: Meike, roles: [orderDesk] }\n')
      return ['apply', world.store.folder, '--as', 'manager']
    }],
    ['receive', () => { writeFileSync(path('PO-9.csv'), csv('PO-9')); return ['receive', path('PO-9.csv'), '--as', 'manager'] }],
  ])('%s', async (...[, argv, stdin]) => {
    const { tables: changed, entries } = await doing(await argv(), stdin)
    expect(changed.length).toBeGreaterThan(0)
    expect(entries.length).toBeGreaterThan(0)
    for (const { actor, at, cause } of entries) expect([actor, Number.isNaN(Date.parse(at)), cause === '']).toEqual(['manager', false, false])
  })

  test('what closed orders are done to: returned, opened again, erased', async () => {
    await closeOrders(world)
    await follow(world.context)
    for (const argv of [['return', 'PO-1', '--line', '1=2', '--reason', 'damaged', '--as', 'manager'], ['reject', 'PO-1', '--reason', 'kept too long', '--as', 'manager']]) {
      const { entries, tables: changed } = await doing(argv)
      expect([changed.includes('orders'), entries.length > 0, entries.every(({ actor }) => actor === 'manager')]).toEqual([true, true, true])
    }
    for (const argv of [['reopen', 'PO-1', '--reason', 'two missing', '--as', 'cfo'], ['reopen', 'PO-1', '--done', '--reason', 'found', '--as', 'cfo']]) {
      const { entries } = await doing(argv)
      expect(entries.map(({ actor }) => actor)).toContain('cfo')
    }
    const { entries } = await doing(['erase', 'PO-1', '--reason', 'letter', '--as', 'manager'])
    expect(entries.map(({ type, actor }) => `${type} ${actor}`)).toContain('erased manager')
  })

  test('an entry says what it was before; whoever changes the row past it is found', async () => {
    const told = async (type: string) => (await trail()).map(({ envelope }) => JSON.parse(envelope) as { type: string; stream: string; actor: string; data: Record<string, unknown> }).filter((one) => one.type === type)
    expect((await told('sentAgain'))[0]).toMatchObject({ actor: 'manager', data: { system: 'erp', kind: 'order', before: 'dead' } })
    expect((await told('secretChanged')).map(({ data }) => data)).toEqual([{ system: 'erp', before: 'the same' }, { system: 'wms', webhook: true, before: 'none' }])
    const [closed] = await told('caseClosed')
    expect(closed).toMatchObject({ actor: 'manager', data: { kind: 'quarantine', system: 'erp' } })
    const id = closed!.stream.slice('case/'.length)
    const codes = async () => (await verify(world.context)).defects.map(({ code }) => code)
    expect(await codes()).toEqual([])
    for (const [column, value] of [['result', 'nothing'], ['closed_by', 'cfo'], ['state', 'open'], ['closed_at', '2026-03-04T08:00:00.000Z']]) {
      const [row] = await world.store.query<Record<string, string>>(`SELECT ${column} AS was FROM cases WHERE id = $1`, [id])
      await world.store.write((tx) => tx.execute(`UPDATE cases SET ${column} = $1 WHERE id = $2`, [value!, id]))
      expect(await codes()).toEqual(['case-changed'])
      await world.store.write((tx) => tx.execute(`UPDATE cases SET ${column} = $1 WHERE id = $2`, [row!.was!, id]))
    }
    await world.store.write((tx) => tx.execute('DELETE FROM cases WHERE id = $1', [id]))
    expect(await codes()).toEqual(['case-missing'])
  })

  test('the row and its entry tell the same moment, however fast the clock goes', async () => {
    let ms = Date.parse('2026-03-05T08:00:00.000Z')
    const context = { ...world.as('manager'), clock: { now: () => new Date(ms += 1000) } }
    const [id, before] = [await open('quarantine'), (await verify(world.context)).defects]
    const one = (await cases.byId(world.store, id))!
    expect([await world.store.write((tx) => closeCase(context, tx, one, 'seen')), await world.store.write((tx) => closeCase(context, tx, one, 'again'))]).toEqual([true, false])
    expect((await verify(world.context)).defects).toEqual(before)
  })

  test('who only looks changes nothing', async () => {
    const before = [await tables(), (await trail()).length] as const
    const { id } = await world.order('PO-2')
    for (const argv of [['orders'], ['order', id, '--timeline'], ['versions', id], ['evidence', id], ['exchanges', id, '--bodies'], ['archive', id, path('archive')], ['audit', '--sample', '3'], ['cases'], ['report'], ['verify'], ['reprocess', '--diff'], ['partner', 'sent', 'ACME'], ['check'], ['export', path('export')], ['resend', '--cause', 'transport', '--dry-run', '--as', 'manager'], ['return', 'PO-2', '--line', '1=1', '--reason', 'damaged', '--preview']]) await cli(argv)
    expect([changedIn(before[0], await tables()), (await trail()).length]).toEqual([[], before[1]])
    expect(await config.listSystems(world.store, 'OC')).toHaveLength(4)
  })
})
