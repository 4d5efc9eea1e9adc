import { bank } from '../../sandbox/bank/system'
import { erp } from '../../sandbox/erp/system'
import { finance } from '../../sandbox/finance/system'
import { gateway } from '../../sandbox/gateway/system'
import { mes } from '../../sandbox/mes/system'
import { startSystem } from '../../sandbox/server'
import { service } from '../../sandbox/service/system'
import { shop } from '../../sandbox/shop/system'
import { type System } from '../../sandbox/system'
import { tms } from '../../sandbox/tms/system'
import { wms } from '../../sandbox/wms/system'

export const TOKEN = 'sandbox-token-4f1c'
const SYSTEMS: Record<string, System> = { erp, wms, finance, mes, tms, bank, shop, service, gateway }

/** A simulated system on any free port with a state of its own in memory, and what a test steers it with. */
export interface Stage {
  url: string
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<{ status: number; headers: Headers; body: Json }>
  faults(rules: unknown[]): Promise<void>
  rows(type: string): Promise<ExportedRow[]>
  close(): Promise<void>
}

/** Any JSON, as tests look into it. */
export type Json = { [key: string]: Json } & string & number & Json[]

export interface ExportedRow {
  type: string
  id: string
  external_id: string
  status: string
  version: number
  changed_at: string
  body: Json
}

export async function stage(name: keyof typeof SYSTEMS, seed?: unknown): Promise<Stage> {
  const running = await startSystem(SYSTEMS[name]!, { port: 0, state: ':memory:', token: TOKEN })
  const call: Stage['call'] = async (method, path, body, headers = {}) => {
    const answer = await fetch(`${running.url}${path}`, {
      method, headers: { authorization: `Bearer ${TOKEN}`, ...headers }, ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: answer.status, headers: answer.headers, body: await answer.json() as Json }
  }
  if (seed !== undefined) await call('PUT', '/admin/seed', seed)
  return {
    url: running.url,
    call,
    faults: async (rules) => {
      const { status, body } = await call('PUT', '/faults', rules)
      if (status !== 200) throw new Error(JSON.stringify(body))
    },
    rows: async (type) => {
      const { body } = await call('GET', '/admin/export')
      return (body['records'] as unknown as (Omit<ExportedRow, 'body'> & { body: string })[])
        .filter((row) => row.type === type).map((row) => ({ ...row, body: JSON.parse(row.body) as Json }))
    },
    close: () => running.close(),
  }
}

/** Master data that the tests of sandbox and connectors share. */
export const SEEDS = {
  shop: {
    customers: [{ id: 'cus_0007', email: 'einkauf@nordbau.example', company: 'Nordbau GmbH', accountNumber: 'NORDBAU', currency: 'EUR', address: { name: 'Nordbau Lager 2', line1: 'Werftstr. 1', city: 'Kiel', postcode: '24143', country: 'DE' } }],
    products: [{ sku: 'A-1', title: 'Bolt', unit: 'C62', prices: [{ currency: 'EUR', unitMinor: 1250 }] }, { sku: 'A-2', title: 'Washer', unit: 'C62', prices: [{ currency: 'EUR', unitMinor: 8 }] }],
  },
  bank: { accounts: [{ iban: 'DE89370400440532013000', bic: 'COBADEFFXXX', holder: 'Our Company', currency: 'EUR', opening: '1000.00' }] },
  tms: { depots: [{ code: 'HAJ', place: 'Hannover', countries: ['DE', 'AT'], offset: '+01:00' }, { code: 'ORD', place: 'Chicago', countries: ['US'], offset: '-06:00' }] },
  mes: { recipes: [{ item: 'B-2', uom: 'C62', components: [{ item: 'A-1', uom: 'C62', quantity: '4' }] }] },
  erp: {
    customers: [
      { number: '10001', matchcode: 'NORDBAU', name: 'Nordbau GmbH', currency: 'EUR', creditLimit: '50000.00', openReceivables: '1200.00', termsOfPayment: 'NET30', priceList: 'DE-1' },
      { number: '10002', matchcode: 'ZU', name: 'Zu & Co', currency: 'EUR', creditLimit: '10.00', termsOfPayment: 'NET14', blocked: true },
    ],
    materials: [
      { material: 'A-1', text: 'Hex bolt M8', uom: 'C62', cost: '0.05', ean: '4006381333931' },
      { material: 'B-2', text: 'Hammer', uom: 'C62', packs: [{ uom: 'CS', contains: '12' }] },
    ],
    prices: [
      { priceList: 'DE-1', material: 'A-1', currency: 'EUR', netPrice: '12.50', per: '100', uom: 'C62', validFrom: '2026-01-01' },
      { priceList: 'DE-1', material: 'A-1', currency: 'EUR', netPrice: '11.80', per: '100', uom: 'C62', fromQuantity: '1000', validFrom: '2026-01-01' },
      { priceList: 'DE-1', material: 'B-2', currency: 'EUR', netPrice: '19.90', uom: 'C62', validFrom: '2026-01-01' },
    ],
  },
  wms: { stock: [{ sku: 'A-1', uom: 'C62', onHand: '20000', lot: 'L-1' }, { sku: 'B-2', uom: 'C62', onHand: '100', packs: [{ uom: 'CS', contains: '12' }] }] },
  finance: {
    bank: { account: 'DE89370400440532013000' },
    accounts: [{ account: 'D10001', debtor: 'NORDBAU', name: 'Nordbau GmbH', currency: 'EUR', terms: 'NET30', openingMinor: 120000 }],
  },
} as const
