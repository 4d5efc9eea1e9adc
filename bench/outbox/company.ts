import * as actors from '../../store/actors'
import * as config from '../../store/config'
import * as references from '../../store/references'
import * as resources from '../../store/resources'
import { type Store } from '../../store/store'
import { type Context, systemClock } from '../../sync/context'
import { silent } from '../../sync/log'

export const COMPANY = 'OC'
export const ITEMS = Array.from({ length: 200 }, (_, no) => `A-${1000 + no}`)
const AT = '2026-03-02T06:00:00.000Z'
const PLENTY = '900000000000'

/** One company, one customer who orders much, 200 items, and the three systems that an accepted order goes to. */
export async function furnish(store: Store): Promise<Context> {
  await store.write(async (tx) => {
    await config.saveCompany(tx, { code: COMPANY, name: 'Our Company', body: { currency: 'USD', zone: 'Europe/Berlin', numberPrefix: 'SO-', identifiers: [{ scheme: 'ISA:ZZ', value: 'OURCOMPANY' }] } })
    await config.savePartner(tx, { company: COMPANY, code: 'HARBOR', name: 'Harbor Supply Inc', identifiers: [{ scheme: 'ISA:ZZ', value: 'HARBORSUPPLY' }], version: 1, roles: ['customer'], currency: 'USD', paymentTerms: 'NET30', profile: {} })
    await actors.save(tx, { id: 'inbox', name: 'Intake', roles: ['system'], scope: {} })
    for (const role of ['erp', 'wms', 'finance']) {
      await config.saveSystem(tx, { company: COMPANY, name: role, role, body: { connector: `sandbox/${role}`, url: 'http://127.0.0.1:9', mode: 'live', environment: store.environment } })
    }
    const copy = (system: string, kind: string, key: string, value: Record<string, unknown>) => ({ company: COMPANY, system, kind, key, value, asOf: AT, fetchedAt: AT })
    await references.putMany(tx, [
      copy('erp', 'customer', 'HARBOR', { code: 'HARBOR', name: 'Harbor Supply Inc', active: true, currency: 'USD', priceList: 'US-1' }),
      copy('erp', 'receivable', 'HARBOR', { currency: 'USD', limit: PLENTY, theirs: '0' }),
      ...ITEMS.flatMap((item) => [
        copy('erp', 'item', item, { code: item, name: `Article ${item}`, active: true, unit: 'EA', units: {}, cost: '1.00' }),
        copy('erp', 'price', `US-1/${item}`, { entries: [{ item, currency: 'USD', amount: '12.50', base: '1', unit: 'EA', from: '0' }] }),
        copy('wms', 'stock', item, { item, unit: 'EA', onHand: PLENTY, theirs: '0' }),
      ]),
    ])
    await resources.setCapacity(tx, { company: COMPANY, resource: 'credit/HARBOR', unit: 'USD', capacity: PLENTY, theirs: '0', asOf: AT })
    for (const item of ITEMS) await resources.setCapacity(tx, { company: COMPANY, resource: `stock/${item}`, unit: 'EA', capacity: PLENTY, theirs: '0', asOf: AT })
  })
  const connect = (): never => { throw new Error('nothing is sent in this measurement') }
  return { store, clock: systemClock, log: silent, actor: 'inbox', owner: `bench-${process.pid}`, connect }
}
