import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import * as arrivals from '../../store/arrivals'
import { submit } from '../../sync/submit'
import { csv, openWorld, type World } from '../sync/world'

const WORKER = resolve(__dirname, 'receiveFiles.cjs')

/** Real processes on one store, as when several workers or n8n executions take in at once. */
describe('four processes take in at the same moment', () => {
  test('one file, twenty times at once and once more: one order, one document, twenty duplicates (R-INT-07)', async () => {
    const world = await openWorld()
    const file = join(world.store.folder, 'po.csv')
    writeFileSync(file, csv('PO-1'))
    await Promise.all([0, 1, 2, 3].map((process) => receiveIn(world, process, Array.from({ length: 5 }, () => file))))
    await receiveIn(world, 4, [file])
    expect(Object.fromEntries(await arrivals.countByOutcome(world.store))).toEqual({ order: 1, duplicate: 20 })
    expect((await world.order('PO-1')).number).toBe('SO-000001')
    expect(await world.store.query('SELECT count(*) AS n FROM documents')).toEqual([{ n: 1 }])
  })

  test('twenty orders of a tenth of the credit limit: ten pass, ten are asked (R-REV-04)', async () => {
    const world = await openWorld({ creditLimit: '1250.00' })
    const files = Array.from({ length: 20 }, (_, index) => {
      const file = join(world.store.folder, `PO-${index}.csv`)
      writeFileSync(file, csv(`PO-${index}`))
      return file
    })
    await Promise.all([0, 1, 2, 3].map((process) => receiveIn(world, process, files.filter((_, index) => index % 4 === process))))
    const orders = await Promise.all(files.map((_, index) => world.order(`PO-${index}`)))
    expect(orders.filter((order) => order.status === 'toShip')).toHaveLength(10)
    expect(orders.filter((order) => order.status === 'awaitingApproval').map((order) => order.findings[0]!.code)).toEqual(Array.from({ length: 10 }, () => 'credit-exceeded'))
    expect(new Set(orders.map((order) => order.number).filter(Boolean)).size).toBe(10)
  })
})

test('eight processes number forty orders at once: no number twice, none left out, and that of a cancelled order never again', async () => {
  const world = await openWorld()
  const files = Array.from({ length: 41 }, (_, index) => {
    const file = join(world.store.folder, `PO-${index}.csv`)
    writeFileSync(file, csv(`PO-${index}`, { quantity: String(index + 1) }))
    return file
  })
  await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map((process) => receiveIn(world, process, files.slice(0, 40).filter((_, index) => index % 8 === process))))
  const numbers = await Promise.all(files.slice(0, 40).map(async (_, index) => (await world.order(`PO-${index}`)).number))
  expect(numbers.sort()).toEqual(Array.from({ length: 40 }, (_, index) => `SO-${String(index + 1).padStart(6, '0')}`))
  const { id } = await world.order('PO-7')
  await submit(world.as('manager'), { subject: { company: 'OC', order: id }, command: { type: 'cancel', reason: 'site closed' }, circumstance: { cause: 'command', correlation: id } })
  await receiveIn(world, 8, files.slice(40))
  expect((await world.order('PO-40')).number).toBe('SO-000041')
})

/** Receives the files in a process of its own, all at once. */
function receiveIn(world: World, no: number, files: string[]): Promise<void> {
  const child = spawn(process.execPath, [WORKER, world.store.url, world.store.keysFolder, world.clock.at.toISOString(), String(no), ...files], { stdio: ['ignore', 'ignore', 'pipe'] })
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => { errors += chunk.toString() })
  return new Promise((done, fail) => {
    child.once('exit', (code) => { if (code === 0) done(); else fail(new Error(`process ${no} ended with ${code}: ${errors}`)) })
  })
}
