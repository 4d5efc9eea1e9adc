import { z } from 'zod'
import { Fault } from '../fault'
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
}

/** What stays as it is while a connector lives. */
export interface Structure { units: Units; has: Modules }

export async function readStructure(rpc: Rpc, options: Options): Promise<Structure> {
  const units = await readUnits(rpc, options.units)
  const has = {
    carriers: await knows(rpc, 'stock.shipment.out', 'carrier'), tracking: await knows(rpc, 'stock.package', 'shipping_reference'),
    priceLists: await knows(rpc, 'party.party', 'sale_price_list'),
  }
  return { units, has }
}

/** An unknown field or model breaks a call off there; asking for nothing tells it without a person's rights to the dictionary. */
async function knows(rpc: Rpc, model: string, field: string): Promise<boolean> {
  try {
    await rpc.search(model, [['id', '=', 0]], { fields: [field], limit: 1 }, z.unknown())
    return true
  } catch (error) {
    if (error instanceof Fault && error.kind === 'refused') return false
    throw error
  }
}
