import { mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as actors from '../store/actors'
import * as config from '../store/config'
import * as secrets from '../store/secrets'
import * as webhookSecrets from '../store/webhookSecrets'
import { type Store } from '../store/store'
import { CREDENTIAL, type Faulty, LOGIN, SIGNED_WITH } from './systems'

export const COMPANY = 'OC'
/** Milliseconds: a call's limit, and how long after it a lost one may still commit. */
export const TIMEOUT = 1000
export const SETTLE = 1500
/** A message's lease: see `leaseMs` in sync/send.ts. */
export const LEASE = TIMEOUT * 3 + 1000 + SETTLE

export async function configure(store: Store, systems: readonly Faulty[]): Promise<void> {
  await store.write(async (tx) => {
    await config.saveCompany(tx, { code: COMPANY, name: 'Our Company', body: { currency: 'EUR', zone: 'Europe/Berlin', numberPrefix: 'SO-', identifiers: [{ scheme: 'GLN', value: '4012345000009' }] } })
    await config.savePartner(tx, { company: COMPANY, code: 'NORDBAU', name: 'Nordbau GmbH', identifiers: [{ scheme: 'buyer', value: 'NORDBAU' }], version: 1, roles: ['customer'], currency: 'EUR', profile: {} })
    await actors.save(tx, { id: 'system', name: 'Engine', roles: ['system'], scope: {} })
    for (const { name, role, kind, url } of systems) {
      await config.saveSystem(tx, { company: COMPANY, name, role, body: { connector: `sandbox/${kind}`, url, mode: 'live', environment: 'soak', timeout: TIMEOUT, settle: SETTLE, concurrency: 8, login: LOGIN, options: { allowPrivate: true } } })
      await secrets.put(tx, COMPANY, name, CREDENTIAL, new Date().toISOString())
      await webhookSecrets.put(tx, COMPANY, name, SIGNED_WITH, new Date().toISOString())
    }
  })
}

const PER_FILE = 25

export const quantityOf = (no: number): number => (no % 9) + 1

/** The buyer's files, each with some orders; every tenth comes twice. */
export function writeInbox(folder: string, orders: number): number {
  mkdirSync(folder, { recursive: true })
  let files = 0
  for (let from = 0; from < orders; from += PER_FILE) {
    const rows = Array.from({ length: Math.min(PER_FILE, orders - from) }, (_, index) => `PO-${from + index};2026-03-01;NORDBAU;2026-03-09;Lager 2;1;A-1;${quantityOf(from + index)};C62;12.50;EUR`)
    const bytes = ['order number;order date;customer no;requested delivery;ship to name;line;item;quantity;unit;price;currency', ...rows, ''].join('\n')
    for (const name of [`orders-${from}.csv`, ...(from / PER_FILE % 10 === 0 ? [`orders-${from}-again.csv`] : [])]) {
      writeFileSync(join(folder, name), bytes)
      // older than any file that somebody may still be writing
      utimesSync(join(folder, name), new Date(Date.now() - 3_600_000), new Date(Date.now() - 3_600_000))
      files++
    }
  }
  return files
}
