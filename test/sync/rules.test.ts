import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as config from '../../store/config'
import { refresh } from '../../sync/refresh'
import { submit } from '../../sync/submit'
import { run } from '../cli/terminal'
import { openWorld, type World } from './world'

let world: World
const set = (body: object) => world.store.write((tx) => config.put(tx, { company: 'OC', kind: 'rules', key: 'review', version: 7, digest: '', origin: 'test', body: { rules: {}, ...body } }))
beforeAll(async () => {
  world = await openWorld()
  await refresh(world.context)
})

test('a floor that is set is what the next order is judged by, with the version of the rules, and who is asked lets it through with a reason (R-REV-11, R-REV-01)', async () => {
  await set({ rules: { margin: { on: true, severity: 'approval', role: 'salesManager', floor: '90' } } })
  await world.take('PO-1')
  const order = await world.order('PO-1')
  expect(order).toMatchObject({ status: 'awaitingApproval', findings: [{ rule: 'margin', code: 'margin-below-floor', role: 'salesManager', facts: [{ name: 'cost', source: 'erp' }] }] })
  const [step] = order.approvals
  const approve = (reason: string) => submit(world.as('manager'), { subject: { company: 'OC', order: order.id }, command: { type: 'approve', step: step!.step, reason }, circumstance: { cause: 'command', correlation: order.id } })
  expect(await approve('')).toMatchObject({ outcome: 'refused' })
  expect(await approve('a large customer')).toMatchObject({ outcome: 'accepted' })
  expect((await world.order('PO-1')).status).toBe('toShip')
})

test('trade lists hold an order whose ship-to has no country, and reject what may not go where it is to go (R-REV-19)', async () => {
  await set({ trade: { blocked: ['KP'], items: {}, denied: [] } })
  await world.take('PO-2')
  expect(await world.order('PO-2')).toMatchObject({ status: 'held', findings: [{ rule: 'compliance', code: 'ship-to-country-unknown' }] })
  await set({ trade: { blocked: [], items: {}, denied: ['LAGER 2'] } })
  await world.take('PO-3')
  expect(await world.order('PO-3')).toMatchObject({ status: 'rejected', findings: [{ code: 'party-denied', severity: 'refuse' }] })
})

test('other rules are tried on what came in before: each order that they would judge otherwise is named with why, and nothing is changed (R-REV-22)', async () => {
  await set({})
  for (const [reference, item] of [['PO-10', 'A-1'], ['PO-11', 'NO-SUCH']] as const) await world.take(reference, { item })
  const folder = join(world.store.folder, 'proposed')
  mkdirSync(folder)
  const propose = (rules: string) => { writeFileSync(join(folder, 'rules.yaml'), `kind: rules\nkey: review\n${rules}`) }
  const rejudged = (...more: string[]) => run(['rejudge', folder, '--filter', 'from=2026-03-02', ...more], { ORDER_TO_CASH_STORE: world.store.url, ORDER_TO_CASH_KEYS: world.store.keysFolder })
  const versions = async () => Promise.all(['PO-10', 'PO-11'].map(async (one) => (await world.order(one)).version))
  const before = await versions()

  propose('rules: { stock: { on: true, severity: approval, role: orderDesk } }\n')
  expect(await rejudged()).toMatchObject({ exit: 0, out: expect.stringMatching(/^Orders judged: \d+; otherwise: 0\n$/) as string })
  propose("rules: { margin: { on: true, severity: hold, role: salesManager, floor: '90' }, completeness: { on: false, severity: hold } }\n")
  const { exit, rows } = await rejudged('--json')
  const of = (reference: string) => rows().find((row) => row.reference === reference)
  expect(exit).toBe(2)
  expect(of('PO-10')).toMatchObject({ now: 'pass', then: 'hold', gone: [], fresh: [{ code: 'margin-below-floor' }] })
  expect(of('PO-11')).toMatchObject({ now: 'hold', then: 'pass', gone: [{ code: 'item-unknown' }], fresh: [] })
  expect((await rejudged()).out).toMatch(/PO-11 +NORDBAU +hold +pass +- Line 1: no item of ours/)
  expect((await rejudged('channel=none')).out).toBe('Orders judged: 0; otherwise: 0\n')
  // by what would be, and not by what is
  expect(await versions()).toEqual(before)
  writeFileSync(join(folder, 'rules.yaml'), 'kind: actor\nkey: ada\nname: Ada\nroles: [salesManager]\n')
  expect(await rejudged()).toMatchObject({ exit: 1, err: expect.stringContaining('has no record of the kind rules') as string })
})

test('a customer is new until an order of his was accepted, and what he orders is compared with what he ordered (R-CHK-06, R-CHK-07)', async () => {
  const world = await openWorld()
  await world.store.write((tx) => config.put(tx, { company: 'OC', kind: 'rules', key: 'review', version: 1, digest: '', origin: 'test', body: { rules: { newCustomer: { on: true }, unusual: { on: true } } } }))
  await world.take('PO-1')
  expect(await world.order('PO-1')).toMatchObject({ status: 'awaitingApproval', findings: [{ code: 'first-order', role: 'finance' }] })
  await submit(world.as('cfo'), { subject: { company: 'OC', order: (await world.order('PO-1')).id }, command: { type: 'approve', reason: 'rated B' }, circumstance: { cause: 'command', correlation: 'x' } })
  await world.take('PO-2', { quantity: '40' })
  await world.take('PO-3', { unit: 'XBX', quantity: '40', price: '125.00' })
  expect([await world.order('PO-1'), await world.order('PO-2'), await world.order('PO-3')]).toMatchObject([{ status: 'toShip' }, { status: 'toShip', findings: [] }, { status: 'held', findings: [{ code: 'quantity-unusual', line: '1' }] }])
  expect((await world.order('PO-3')).holds[0]).toContain('400 of A-1')
})
