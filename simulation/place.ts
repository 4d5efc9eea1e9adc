import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as actors from '../store/actors'
import * as config from '../store/config'
import { openStore } from '../store/open'
import { type Store } from '../store/store'
import { refresh } from '../sync/refresh'
import { COMPANY, CUSTOMERS } from './masterData'
import { inMemory } from './memory'
import { type Snapshot, snapshotOf } from './store'
import { World } from './world'

/** A store in memory, configured, with the copies of the master data: every seed begins from it. */
export interface Place { store: Store; snapshot: Snapshot; close(): Promise<void> }

/** Where files are in memory, if the machine has such a place: what a night puts down on the way costs the disk nothing there. */
export const FILES = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

export async function openPlace(): Promise<Place> {
  const folder = mkdtempSync(join(FILES, 'order-to-cash-simulation-'))
  const file = join(folder, 'store.db')
  const made = await openStore(`sqlite:${file}`, { environment: 'simulation' })
  const store = inMemory(file, made)
  await made.close()
  await configure(store)
  const world = new World(store, 0, 0, {}, false)
  world.evening.abort()
  await world.time.run(refresh(world.context(world.process('morning'), 'system')))
  return {
    store, snapshot: await snapshotOf(store),
    close: async () => {
      await store.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const ACTORS = { inbox: ['system'], system: ['system'], sales: ['salesManager'], desk: ['orderDesk'], cfo: ['finance'] }

async function configure(store: Store): Promise<void> {
  await store.write(async (tx) => {
    await config.saveCompany(tx, { code: COMPANY, name: 'Our Company', body: { currency: 'EUR', zone: 'Europe/Berlin', numberPrefix: 'SO-', identifiers: [{ scheme: 'GLN', value: '4012345000009' }] } })
    for (const { code } of CUSTOMERS) {
      await config.savePartner(tx, { company: COMPANY, code, name: code, identifiers: [{ scheme: 'buyer', value: code }], version: 1, roles: ['customer'], currency: 'EUR', profile: {} })
    }
    for (const [id, roles] of Object.entries(ACTORS)) await actors.save(tx, { id, name: id, roles, scope: {} })
    for (const name of ['erp', 'wms', 'finance']) {
      await config.saveSystem(tx, { company: COMPANY, name, role: name, body: { connector: 'simulated', url: 'http://simulated', mode: 'live', environment: 'simulation', timeout: 1000, settle: 2000, concurrency: 8 } })
    }
  })
}
