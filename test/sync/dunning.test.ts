import { mkdirSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { runJob } from '../../jobs/run'
import * as cases from '../../store/cases'
import * as config from '../../store/config'
import * as openItems from '../../store/openItems'
import { drain } from '../../sync/dispatch'
import { follow } from '../../sync/follow'
import { refresh } from '../../sync/refresh'
import { submit } from '../../sync/submit'
import { verify } from '../../sync/proof/verify'
import { run } from '../cli/terminal'
import { openWorld, type World } from './world'

let world: World
let outbox: string
const mails = (): string[] => { try { return readdirSync(join(outbox, 'NORDBAU')).sort() } catch { return [] } }
const on = async (at: string): Promise<unknown> => {
  world.clock.at = new Date(`${at}T07:00:00.000Z`)
  await refresh(world.context)
  const run = await runJob(world.context, 'OC', 'dunning', world.clock.at.toISOString())
  await drain(world.context, { patienceMs: 3000 })
  return 'counts' in run ? run.counts : run.outcome
}

beforeEach(async () => {
  world = await openWorld()
  outbox = join(world.store.folder, 'outbox')
  mkdirSync(outbox)
  await world.store.write(async (tx) => {
    await config.saveSystem(tx, { company: 'OC', name: 'edi', role: 'edi', body: { connector: 'folder', url: pathToFileURL(outbox).href, mode: 'live', environment: 'test' } })
    await config.put(tx, { company: 'OC', kind: 'rules', key: 'review', version: 1, digest: '', origin: 'test', body: { dunning: { levels: [{ days: 5, fee: '0' }, { days: 15, fee: '5.00' }], holdFrom: 2 }, rules: {} } })
    const company = (await config.company(tx, 'OC'))!
    await config.saveCompany(tx, { ...company, body: { ...company.body, identifiers: [{ scheme: 'email', value: 'accounts@tornvik.example' }] } })
    const nordbau = (await config.partner(tx, 'OC', 'NORDBAU'))!
    await config.savePartner(tx, { ...nordbau, contact: { email: 'einkauf@nordbau.example' } })
  })
  await world.take('PO-1')
  await drain(world.context, { patienceMs: 3000 })
  await world.operate('wms', 'ship')
  await follow(world.context)
  await drain(world.context, { patienceMs: 3000 })
  await world.operate('wms', 'deliver')
  await follow(world.context)
})

test('who has paid has all of his held orders judged again, however many they are, and the oldest first (R-REC-04)', async () => {
  await on('2026-04-06')
  await on('2026-04-16')
  const held = Array.from({ length: 205 }, (_, no) => `LATER-${no}`)
  for (const reference of held) await world.take(reference, { quantity: '1' })
  const left = async () => (await world.store.query<{ n: number }>("SELECT count(*) AS n FROM orders WHERE status = 'held'"))[0]!.n
  expect(Number(await left())).toBe(205)
  await world.operate('finance', 'pay', { today: '2026-04-17' })
  await follow(world.context)
  expect(Number(await left())).toBe(0)
  expect([(await world.order('LATER-0')).number, (await world.order('LATER-204')).number]).toEqual(['SO-000002', 'SO-000206'])
})

test('an invoice is reminded of once a level; from the level of the policy on the next order is held, and goes on when it is paid (R-REC-02, R-REC-04)', async () => {
  // 30 days net of 2 March: due on 1 April
  expect(await on('2026-04-05')).toEqual({ reminders: 0, items: 0, disputed: 0, unsent: 0 })
  expect(await on('2026-04-06')).toEqual({ reminders: 1, items: 1, disputed: 0, unsent: 0 })
  expect(await on('2026-04-07')).toEqual({ reminders: 0, items: 0, disputed: 0, unsent: 0 })
  await world.take('PO-2')
  expect(await world.order('PO-2')).toMatchObject({ status: 'toShip' })
  expect(await on('2026-04-16')).toEqual({ reminders: 1, items: 1, disputed: 0, unsent: 0 })
  expect(mails()).toEqual(['REMINDER-NORDBAU-2026-04-06.eml', 'REMINDER-NORDBAU-2026-04-16.eml'])
  const [, last] = mails()
  const mail = readFileSync(join(outbox, 'NORDBAU', last!), 'utf8')
  expect(mail).toContain('To: Nordbau GmbH <einkauf@nordbau.example>')
  expect(mail).toMatch(/INV-2026-000001: due 2026-04-01, 15 days overdue, 125\.00 EUR open\r?\nReminder fee: 5\.00 EUR\r?\n\r?\nPlease pay: 130\.00 EUR/)

  await world.take('PO-3')
  expect(await world.order('PO-3')).toMatchObject({ status: 'held', holds: [expect.stringContaining('INV-2026-000001 (125.00 EUR, due 2026-04-01, reminder 2)')] })
  const confirm = { subject: { company: 'OC', order: (await world.order('PO-3')).id }, command: { type: 'confirm' as const, reason: 'his transfer is on its way' }, circumstance: { cause: 'command', correlation: 'x' } }
  expect(await submit(world.as('manager'), confirm)).toMatchObject({ outcome: 'refused', findings: [{ code: 'not-allowed' }] })
  await world.operate('finance', 'pay', { today: '2026-04-17' })
  await follow(world.context)
  expect(await world.order('PO-3')).toMatchObject({ status: 'toShip', holds: [] })
  expect((await openItems.get(world.store, 'OC', 'INV-2026-000001'))).toMatchObject({ open: '0.00', level: 2, remindedOn: '2026-04-16' })
  expect(await on('2026-06-30')).toEqual({ reminders: 0, items: 0, disputed: 0, unsent: 0 })
  expect((await verify(world.context)).defects).toEqual([])
})

test('a part payment leaves it overdue; a reminder that cannot be sent is a case, and raises nothing', async () => {
  await world.operate('finance', 'remit', { name: 'part', debtor: 'NORDBAU', amountMinor: 2500 })
  await follow(world.context)
  await world.store.write(async (tx) => config.savePartner(tx, { ...(await config.partner(tx, 'OC', 'NORDBAU'))!, contact: {} }))
  expect(await on('2026-04-06')).toEqual({ reminders: 0, items: 0, disputed: 0, unsent: 1 })
  expect((await cases.list(world.store, 'OC', { state: 'open' })).map(({ kind, subject }) => [kind, subject])).toEqual([['document-not-sent', 'partner/NORDBAU']])
  expect(await openItems.get(world.store, 'OC', 'INV-2026-000001')).toMatchObject({ open: '100.00', level: 0 })
})

test('an invoice that somebody complains of is not reminded of while the case is open, and is once it is closed (R-REC-03)', async () => {
  const { id } = await world.order('PO-1')
  const complain = (line: string) => world.store.write(async (tx) => (await cases.open(tx, {
    id: `case-${line}`, company: 'OC', kind: 'complaint', system: 'service', subject: `order/${id}`, field: `complaint ${line}`, owner: 'orderDesk', seenAt: '2026-04-02T09:00:00.000Z', text: `Line ${line} came crushed.`, detail: { lines: [{ id: line }] },
  })).case.id)
  const close = (one: string) => world.store.write((tx) => cases.close(tx, one, { result: 'settled', by: 'manager', at: world.clock.at.toISOString() }))
  await complain('9')
  const about = await complain('1')
  expect(await on('2026-04-06')).toEqual({ reminders: 0, items: 0, disputed: 1, unsent: 0 })
  expect(mails()).toEqual([])
  const { out } = await run(['order', 'PO-1'], { ORDER_TO_CASH_STORE: world.store.url, ORDER_TO_CASH_KEYS: world.store.keysFolder })
  expect(out).toMatch(/INV-2026-000001 .* in dispute/)
  await close(about)
  // what is left is about a line that it does not bill
  expect(await on('2026-04-07')).toEqual({ reminders: 1, items: 1, disputed: 0, unsent: 0 })
  expect((await run(['order', 'PO-1'], { ORDER_TO_CASH_STORE: world.store.url, ORDER_TO_CASH_KEYS: world.store.keysFolder })).out).not.toContain('in dispute')
})
