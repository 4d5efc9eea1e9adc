import { join } from 'node:path'
import { freePort, isListening, Kept, pause, startNode } from './children'

/** One of the simulated systems, over HTTP. */
export interface Faulty {
  name: string
  role: string
  /** Its program in `sandbox/`, and the connector for it. */
  kind: 'erp' | 'wms' | 'finance'
  url: string
  process: Kept
  call: (method: string, path: string, body?: unknown) => Promise<unknown>
}

export const TOKEN = 'soak-token'
/** A system is called with tokens that run out after so many calls; the secret is what they are asked for with. */
export const LOGIN = { type: 'oauth2', token: '/oauth/token' }
export const CREDENTIAL = JSON.stringify({ clientId: 'order-to-cash', clientSecret: TOKEN })
const CALLS_PER_TOKEN = 500
export const SIGNED_WITH = 'what the systems sign with'
/** What is told by webhook as it happens; the rest is found by asking, as whatever a lost webhook did not tell. */
const TOLD: Partial<Record<Faulty['kind'], readonly string[]>> = { wms: ['shipment'], finance: ['invoice', 'payment'] }
/** Four: a second ERP, that of the group, holds every order too. */
const SYSTEMS = [{ name: 'erp', kind: 'erp' }, { name: 'group', kind: 'erp' }, { name: 'wms', kind: 'wms' }, { name: 'finance', kind: 'finance' }] as const

export async function startSystems(root: string, folder: string): Promise<Faulty[]> {
  return Promise.all(SYSTEMS.map(async ({ name, kind }): Promise<Faulty> => {
    const port = await freePort()
    const url = `http://127.0.0.1:${port}`
    const process = new Kept(() => startNode(join(folder, `${name}.log`), [join(root, 'dist/sandbox/main.js'), '--system', kind, '--port', String(port), '--state', join(folder, `${name}.db`), '--token', TOKEN], {}))
    for (let tries = 0; !await isListening(port); tries++) {
      if (tries > 300) throw new Error(`the simulated ${name} does not start: see ${name}.log`)
      await pause(100)
    }
    return { name, role: kind, kind, url, process, call: (method, path, body) => call(url, method, path, body) }
  }))
}

async function call(url: string, method: string, path: string, body: unknown): Promise<unknown> {
  const answer = await fetch(url + path, { method, headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return answer.json()
}

/** Has the systems send their webhooks to our door. */
export async function subscribe(systems: readonly Faulty[], door: string): Promise<void> {
  for (const { name, kind, call } of systems) {
    const types = TOLD[kind]
    if (types) await call('PUT', '/subscription', { url: `${door}/webhook/${name}`, secret: SIGNED_WITH, types })
  }
}

/** How often each fault has happened, over all systems. */
export async function happened(systems: readonly Faulty[]): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  for (const { call } of systems) {
    const { rules } = await call('GET', '/faults') as { rules: { fault: string; happened: number }[] }
    for (const rule of rules) counts.set(rule.fault, (counts.get(rule.fault) ?? 0) + rule.happened)
    const { issued } = await call('GET', '/admin/tokens') as { issued: number }
    counts.set('tokens', (counts.get('tokens') ?? 0) + issued)
  }
  return counts
}

/** What befalls the calls to each system, as shares of them. */
export function faultsOf(index: number, seed: number, timeout: number): unknown[] {
  const rate = (fault: string, share: number, more: object = {}): object => ({ fault, rate: share, seed: seed * 100 + index * 20 + fault.length, ...more })
  return [
    rate('500', 0.05), rate('timeout-before', 0.03), rate('timeout-after', 0.03), rate('late-commit', 0.01, { delayMs: timeout + 700, match: { method: 'POST|PUT|PATCH' } }),
    rate('close-after-body', 0.01), rate('close-after-body', 0.01, { commit: true }), rate('429', 0.02, { retryAfter: '1' }), rate('html-200', 0.005), rate('html-200', 0.005, { commit: true }),
    { fault: 'tokens', calls: CALLS_PER_TOKEN },
    rate('duplicate', 0.1, { match: { path: '^/changes' } }), rate('reorder', 0.1, { match: { path: '^/changes' } }),
    rate('webhook-duplicate', 0.1), rate('webhook-reorder', 0.1), rate('webhook-lost', 0.01),
    { fault: 'skew', minutes: [10, -10, 3, -7][index] },
  ]
}

/** Master data: enough credit and stock for all. */
export async function seedSystems(systems: readonly Faulty[], orders: number): Promise<void> {
  for (const { kind, call } of systems) {
    if (kind === 'erp') {
      await call('PUT', '/admin/seed', {
        customers: [{ number: '10001', matchcode: 'NORDBAU', name: 'Nordbau GmbH', country: 'DE', currency: 'EUR', creditLimit: '999999999.00', openReceivables: '0.00', termsOfPayment: 'NET30', priceList: 'DE-1', blocked: false }],
        materials: [{ material: 'A-1', text: 'Bolt', uom: 'C62', cost: '9.00' }],
        prices: [{ priceList: 'DE-1', material: 'A-1', currency: 'EUR', netPrice: '12.50', per: '1', uom: 'C62', fromQuantity: '1', validFrom: '2026-01-01' }],
      })
    } else if (kind === 'wms') await call('PUT', '/admin/seed', { stock: [{ sku: 'A-1', uom: 'C62', onHand: String(orders * 100) }] })
    else await call('PUT', '/admin/seed', { bank: { account: 'DE89370400440532013000' }, accounts: [{ account: 'D10001', debtor: 'NORDBAU', name: 'Nordbau GmbH', currency: 'EUR', terms: 'NET30' }] })
  }
}

/** A record as a system has it, whatever it told of it. */
export interface Held { type: string; id: string; external_id: string; reference: string; status: string; body: Record<string, unknown> }

export async function heldBy(system: Faulty): Promise<Held[]> {
  const { records } = await system.call('GET', '/admin/export') as { records: (Omit<Held, 'body'> & { body: string })[] }
  return records.map((record) => ({ ...record, body: JSON.parse(record.body) as Held['body'] }))
}
