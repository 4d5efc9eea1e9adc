import { z } from 'zod'
import { Fault } from '../fault'
import { checkCompany } from './company'
import { type Options } from './options'
import { type Rpc } from './rpc'
import { readUnits, type Units } from './units'

/** What the parts of the connector work with: the system bound to one call, what it is made of, and its options. */
export interface Desk {
  rpc: Rpc
  units: Units
  has: Modules
  options: Options
}

/** What optional modules add there. */
export interface Modules {
  carriers: boolean
  tracking: boolean
  priceLists: boolean
  priceDates: boolean
  /** Items that are for sale, made here, and supplied for each sale. */
  sales: boolean
  productions: boolean
  supplyOnSale: boolean
}

interface Structure { units: Units; has: Modules }

/** Units and modules change with a release there, not in a day's work: connectors come and go more often. */
const known = new Map<string, { until: number; reading: Promise<Structure> }>()
const KNOWN_FOR_MS = 300_000

/** The desk of one call of ours; what the database at `url` is made of is read at most every five minutes. */
export async function deskOf(rpc: Rpc, url: string, options: Options): Promise<Desk> {
  const key = JSON.stringify([url, options.units, options.company, await rpc.company()])
  let structure = known.get(key)
  if (!structure || structure.until < Date.now()) {
    const reading = readStructure(rpc, options)
    structure = { until: Date.now() + KNOWN_FOR_MS, reading }
    known.set(key, structure)
    // who waits for it hears of it; the next one asks again
    reading.catch(() => { if (known.get(key)?.reading === reading) known.delete(key) })
  }
  return { rpc, options, ...(await structure.reading) }
}

async function readStructure(rpc: Rpc, options: Options): Promise<Structure> {
  await checkCompany(rpc, options)
  const units = await readUnits(rpc, options.units)
  const has = {
    carriers: await knows(rpc, 'stock.shipment.out', 'carrier'), tracking: await knows(rpc, 'stock.package', 'shipping_reference'),
    priceLists: await knows(rpc, 'party.party', 'sale_price_list'), priceDates: await knows(rpc, 'product.price_list.line', 'start_date'),
    sales: await knows(rpc, 'product.product', 'salable'), productions: await knows(rpc, 'product.product', 'producible'), supplyOnSale: await knows(rpc, 'product.product', 'supply_on_sale'),
  }
  return { units, has }
}

/** A model that is not there breaks a call off; a field that is not there has no definition. Both are open without a person's rights to the dictionary. */
async function knows(rpc: Rpc, model: string, field: string): Promise<boolean> {
  try {
    return Object.hasOwn(await rpc.ask(`model.${model}.fields_get`, [[field]], z.record(z.string(), z.unknown())), field)
  } catch (error) {
    if (error instanceof Fault && error.kind === 'refused') return false
    throw error
  }
}
