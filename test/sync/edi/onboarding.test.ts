import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import * as config from '../../../store/config'
import * as orders from '../../../store/orders'
import { applyFolder } from '../../../sync/config/apply'
import { exportFolder } from '../../../sync/config/export'
import { checklist } from '../../../sync/edi/checklist'
import { partnerOf } from '../../../sync/learned'
import { verify } from '../../../sync/proof/verify'
import { reprocess } from '../../../sync/reprocess'
import { resolve } from '../../../sync/resolve'
import { submit } from '../../../sync/submit'
import { type Order } from '../../../orders/order'
import { type Desk, openDesk, x12 } from './desk'

const order = async (desk: Desk, reference: string): Promise<Order> => (await orders.byKey(desk.store, 'OC', 'ACME', reference, '', 0))!
const foreign = (code: string): string[] => [`PO1*1*10*UN*12.5**BP*${code}`]

describe('codes of a partner that a person resolves once (R-ENT-03)', () => {
  let desk: Desk
  beforeEach(async () => { desk = await openDesk() })

  test('an unknown item is held, resolved by a person, and known in every order from then on', async () => {
    await desk.post(x12(['PO-1'], { control: 1, lines: foreign('B-77') }))
    expect((await order(desk, 'PO-1')).findings.map((f) => f.code)).toContain('item-unknown')
    expect(await resolve(desk.as('manager'), await order(desk, 'PO-1'), { line: '1', item: 'NONE' })).toMatchObject({ outcome: { outcome: 'refused', findings: [{ code: 'item-unknown' }] } })
    expect(await resolve(desk.as('manager'), await order(desk, 'PO-1'), { line: '1', item: 'A-1' })).toMatchObject({ outcome: { outcome: 'accepted', order: { status: 'toShip' } }, remembered: 'B-77' })
    await desk.post(x12(['PO-2'], { control: 2, lines: foreign('B-77') }))
    expect(await order(desk, 'PO-2')).toMatchObject({ status: 'toShip', lines: [{ item: 'A-1' }] })
    expect((await verify(desk.context)).defects).toEqual([])
  })

  test('what was learned is a record of its own: it is exported, and applying the partner again keeps it', async () => {
    await desk.post(x12(['PO-1'], { lines: foreign('B-77') }))
    await resolve(desk.as('manager'), await order(desk, 'PO-1'), { line: '1', item: 'A-1' })
    const dir = mkdtempSync(join(tmpdir(), 'export-'))
    expect(await exportFolder(desk.context, 'OC', dir)).toEqual(['codes/ACME.yaml'])
    expect(readFileSync(join(dir, 'codes/ACME.yaml'), 'utf8')).toContain('B-77: A-1')
    rmSync(dir, { recursive: true })
    expect((await partnerOf(desk.store, 'OC', 'ACME'))?.profile).toMatchObject({ codes: { item: { 'B-77': 'A-1' } } })
  })

  test('a ship-to that the partner\'s list does not know is held until a person says which it is', async () => {
    await desk.configure('ACME', {}, { codes: { shipTo: { P1: '4398765000004' } } })
    await desk.post(x12(['PO-3']))
    expect((await order(desk, 'PO-3')).findings.map((f) => f.code)).toEqual(['ship-to-unknown'])
    await resolve(desk.as('manager'), await order(desk, 'PO-3'), { shipTo: '4012345000009' })
    expect(await order(desk, 'PO-3')).toMatchObject({ status: 'toShip', shipTo: { identifiers: [{ scheme: 'buyer', value: 'P2' }, { scheme: 'GLN', value: '4012345000009' }] } })
    await desk.post(x12(['PO-4'], { control: 4 }))
    expect(await order(desk, 'PO-4')).toMatchObject({ status: 'toShip', shipTo: { identifiers: [{ value: 'P2' }, { scheme: 'GLN', value: '4012345000009' }] } })
  })
})

describe('what a profile demands and allows', () => {
  let desk: Desk
  beforeEach(async () => { desk = await openDesk() })

  test('an order without an element that the profile requires is not taken', async () => {
    await desk.configure('ACME', {}, { required: ['requestedDelivery', 'lines.buyersItem'] })
    expect((await desk.post(x12(['PO-1']))).items).toMatchObject([{ outcome: 'quarantined', text: expect.stringContaining('must say lines.buyersItem') as string }])
    expect((await desk.post(x12(['PO-2'], { control: 2, lines: ['PO1*1*10*UN*12.5**BP*B*VP*A-1'] }))).items).toMatchObject([{ outcome: 'order' }])
  })

  test('his prices may differ by what was agreed with him', async () => {
    const lines = ['PO1*1*10*UN*12.4**VP*A-1']
    await desk.post(x12(['PO-1'], { lines }))
    expect((await order(desk, 'PO-1')).status).toBe('awaitingApproval')
    await desk.configure('ACME', {}, { tolerances: { price: '1' } })
    await desk.post(x12(['PO-2'], { control: 2, lines }))
    expect((await order(desk, 'PO-2')).status).toBe('toShip')
  })
})

describe('taking a partner on', () => {
  test('the checklist says what is open, and the first orders are held for a person', async () => {
    const desk = await openDesk()
    await desk.configure('ACME', { acknowledgedWithin: 24, send: ['orderResponse'] }, { onboarding: { heldOrders: 1 } })
    const steps = async () => Object.fromEntries((await checklist(desk.context, (await partnerOf(desk.store, 'OC', 'ACME'))!)).map(({ step, done }) => [step, done]))
    expect(await steps()).toEqual({ identifiers: true, channel: true, samples: false, 'test in': false, acknowledged: false, 'first orders': false })
    await desk.post(x12(['T-1'], { control: 1, test: true }))
    await desk.post(x12(['PO-1'], { control: 2 }))
    expect((await order(desk, 'PO-1')).findings.map((f) => f.code)).toEqual(['first-orders'])
    await submit(desk.as('manager'), { subject: { company: 'OC', order: (await order(desk, 'PO-1')).id }, command: { type: 'confirm', reason: 'compared with his PDF' }, circumstance: { cause: 'command', correlation: 'c' } })
    expect((await order(desk, 'PO-1')).status).toBe('toShip')
    await desk.post(x12(['PO-2'], { control: 3 }))
    expect((await order(desk, 'PO-2')).status).toBe('toShip')
    expect(await steps()).toMatchObject({ 'test in': true, 'first orders': true })
  })

  test('samples are taken out of the files beside the profile, exported whole, and applied again unchanged', async () => {
    const desk = await openDesk()
    const dir = mkdtempSync(join(tmpdir(), 'config-'))
    mkdirSync(join(dir, 'samples'))
    writeFileSync(join(dir, 'samples/po.edi'), Buffer.from(x12(['S-1']), 'latin1'))
    writeFileSync(join(dir, 'samples/po.json'), '[]')
    writeFileSync(join(dir, 'new.yaml'), stringify({ kind: 'partner', key: 'NEW', name: 'New', identifiers: [{ scheme: 'buyer', value: 'NEW' }], profile: { samples: [{ file: 'samples/po.edi', expected: 'samples/po.json' }] } }))
    expect(await applyFolder(desk.as('manager'), dir, { company: 'OC' })).toMatchObject([{ change: 'created' }])
    expect((await config.partner(desk.store, 'OC', 'NEW'))?.profile).toMatchObject({ samples: [{ name: 'po.edi', content: x12(['S-1']), expected: [] }] })
    const out = mkdtempSync(join(tmpdir(), 'export-'))
    await exportFolder(desk.context, 'OC', out)
    expect(await applyFolder(desk.as('manager'), out, { company: 'OC' })).toMatchObject([{ change: 'unchanged' }])
    rmSync(join(dir, 'samples/po.edi'))
    await expect(applyFolder(desk.as('manager'), dir, { company: 'OC' })).rejects.toThrow(/the sample .*po\.edi cannot be read/)
    for (const folder of [dir, out]) rmSync(folder, { recursive: true })
  })
})

describe('reading stored documents again by the profiles of now', () => {
  test('says which orders would differ and where, and changes none', async () => {
    const desk = await openDesk()
    await desk.post(x12(['PO-1', 'PO-2'], { lines: ['PO1*1*10*UN*12.5**VP*A-1'] }))
    const all = async () => { const found = []; for await (const one of reprocess(desk.context, 'OC', { buyer: 'ACME' })) found.push(one); return found }
    expect((await all()).map(({ differences, problem }) => [differences, problem])).toEqual([[[], undefined], [[], undefined]])
    await desk.configure('ACME', {}, { codes: { unit: { UN: 'XBX' } } })
    const before = (await order(desk, 'PO-1')).version
    expect((await all()).map(({ differences }) => differences)).toEqual(Array.from({ length: 2 }, () => expect.arrayContaining([{ path: 'lines.0.unit', expected: 'C62', made: 'XBX' }]) as unknown))
    expect((await order(desk, 'PO-1')).version).toBe(before)
  })
})
