import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { erp } from '../../../sandbox/erp/system'
import { type FaultRule } from '../../../sandbox/faults/rule'
import { finance } from '../../../sandbox/finance/system'
import { type Running, startSystem } from '../../../sandbox/server'
import { wms } from '../../../sandbox/wms/system'

const SAMPLE = resolve(__dirname, '../../../examples/company')
export const TOKEN = 'test-token-that-no-log-may-show'
const SYSTEMS = { erp, wms, finance }
export type Role = keyof typeof SYSTEMS

/** The sample company's configuration with its three simulated systems on free ports, seeded. */
export interface Company {
  /** YAML files, as *Apply Configuration* takes a folder. */
  folder: string
  urls: Record<Role, string>
  rows(role: Role, type: string): Promise<Record<string, unknown>[]>
  operate(role: Role, action: string, body?: object): Promise<unknown>
  /** What befalls the next calls of a system; none is none. */
  faults(role: Role, rules: FaultRule[]): Promise<unknown>
  /** Changes something there behind everyone's back. */
  plant(role: Role, what: object): Promise<unknown>
  close(): Promise<void>
}

/** `tryton` is the address of a real ERP that takes the simulated one's place. */
export async function startCompany({ tryton }: { tryton?: string } = {}): Promise<Company> {
  const place = mkdtempSync(join(tmpdir(), 'order-to-cash-company-'))
  const folder = join(place, 'company')
  cpSync(SAMPLE, folder, { recursive: true })
  rmSync(join(folder, 'seed'), { recursive: true })
  // those around the three are no part of what n8n is tested with
  for (const other of ['mes', 'crm', 'tms', 'bank', 'shop', 'service', 'wms-south', 'gateway']) rmSync(join(folder, 'systems', `${other}.yaml`))
  // documents for partners wait: a folder that somebody tried the sample company with on this machine has files of the same names
  const edi = join(folder, 'systems/edi.yaml')
  writeFileSync(edi, readFileSync(edi, 'utf8').replace(/url: .*/, `url: file://${join(place, 'outbox')}`))
  const running: Running[] = []
  const urls = {} as Record<Role, string>
  mkdirSync(join(place, 'state'))
  for (const role of Object.keys(SYSTEMS) as Role[]) {
    const file = join(folder, 'systems', `${role}.yaml`)
    if (role === 'erp' && tryton !== undefined) {
      writeFileSync(file, readFileSync(join(SAMPLE, '../tryton/systems/erp.yaml'), 'utf8').replace(/url: .*/, `url: ${tryton}`))
      urls.erp = tryton
      continue
    }
    const system = await startSystem(SYSTEMS[role], { port: 0, state: join(place, 'state', `${role}.db`), token: TOKEN })
    running.push(system)
    urls[role] = system.url
    writeFileSync(file, readFileSync(file, 'utf8').replace(/url: .*/, `url: ${system.url}`))
    await call(system.url, 'PUT', '/admin/seed', JSON.parse(readFileSync(join(SAMPLE, 'seed', `${role}.json`), 'utf8')))
  }
  return {
    folder, urls,
    async rows(role, type) {
      const { records } = await call(urls[role], 'GET', '/admin/export') as { records: Record<string, unknown>[] }
      return records.filter((row) => row.type === type)
    },
    operate: (role, action, body = {}) => call(urls[role], 'POST', `/operator/${action}`, { today: new Date().toISOString().slice(0, 10), ...body }),
    faults: (role, rules) => call(urls[role], 'PUT', '/faults', rules),
    plant: (role, what) => call(urls[role], 'POST', '/operator/plant', what),
    async close() {
      await Promise.all(running.map((system) => system.close()))
      rmSync(place, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}

async function call(url: string, method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(url + path, { method, headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' }, body: body === undefined ? undefined : JSON.stringify(body) })
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
  return response.json()
}

/** One order as CSV with what the sample company knows; a lower price asks the sales manager. */
export const orderCsv = (reference: string, price = '0.98', quantity = '10'): string =>
  `order number;order date;customer no;requested delivery;ship to name;line;item;quantity;unit;price;currency\n${reference};${day(-1)};NORDBAU;${day(9)};Lager 2;1;DG-1250;${quantity};EA;${price};EUR\n`

const day = (from: number): string => new Date(Date.now() + from * 86_400_000).toISOString().slice(0, 10)
