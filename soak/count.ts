import { compare, multiply, sum } from '../orders/decimal'
import { quantityOf } from './company'
import { type Faulty, type Held, heldBy } from './systems'

export interface Counted {
  /** By system and kind: how many there are. */
  records: Record<string, number>
  lost: string[]
  doubled: string[]
  /** What is there once and is not right. */
  wrong: string[]
}

/** Counts in the systems themselves, past all that they tell and we believe. */
export async function count(systems: readonly Faulty[], orders: number): Promise<Counted> {
  const counted: Counted = { records: {}, lost: [], doubled: [], wrong: [] }
  const held = new Map(await Promise.all(systems.map(async (system) => [system.name, await heldBy(system)] as const)))
  const of = (system: string, type: string): Held[] => held.get(system)!.filter((record) => record.type === type)
  const note = (system: string, type: string): Held[] => {
    const records = of(system, type)
    counted.records[`${system} ${type}`] = records.length
    for (const [id, same] of Map.groupBy(records, (record) => record.external_id)) if (id !== '' && same.length > 1 && type !== 'shipment') counted.doubled.push(`${system} ${type} ${id}: ${same.map((one) => one.id).join(', ')}`)
    return records
  }
  for (const system of ['erp', 'group', 'finance']) {
    const byReference = Map.groupBy(note(system, 'order'), (record) => record.reference)
    for (let no = 0; no < orders; no++) {
      const there = byReference.get(`PO-${no}`) ?? []
      if (there.length === 0) counted.lost.push(`PO-${no} in ${system}`)
      if (there.length > 1) counted.doubled.push(`PO-${no} in ${system}`)
      const amount = there[0] && amountOf(there[0])
      if (amount !== undefined && compare(amount, multiply(String(quantityOf(no)), '12.50')) !== 0) counted.wrong.push(`PO-${no} in ${system} comes to ${amount}`)
    }
  }
  const parts = note('wms', 'fulfilment')
  if (parts.length < orders) counted.lost.push(`${orders - parts.length} parts in wms`)
  const shipments = note('wms', 'shipment')
  for (const [system, type] of [['erp', 'delivery'], ['group', 'delivery'], ['finance', 'invoice']] as const) {
    const records = note(system, type)
    if (records.length < shipments.length) counted.lost.push(`${shipments.length - records.length} of ${shipments.length} ${type} in ${system}`)
    if (records.length > shipments.length) counted.doubled.push(`${records.length - shipments.length} ${type} too many in ${system}`)
  }
  for (const invoice of of('finance', 'invoice')) if (invoice.status !== 'paid') counted.wrong.push(`invoice ${invoice.id} is ${invoice.status}`)
  const payments = note('finance', 'payment')
  if (payments.length !== shipments.length) counted.wrong.push(`${payments.length} payments of ${shipments.length} invoices`)
  return counted
}

function amountOf({ body }: Held): string | undefined {
  if (typeof body.totalNet === 'string') return body.totalNet
  return typeof body.amountMinor === 'number' ? sum([multiply(String(body.amountMinor), '0.01')]) : undefined
}
