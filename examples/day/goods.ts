import { producedLine } from '../../orders/effects'
import { compare, subtract, sum } from '../../orders/decimal'
import { open } from '../../orders/evolve'
import { type Order } from '../../orders/order'
import * as links from '../../store/links'
import * as orders from '../../store/orders'
import { type Link } from '../../store/records'
import { followAll } from './patient'
import { type Day, nameOf, told } from './steps'
import { type Role } from './systems'

/** The warehouses of the sample. */
export const WAREHOUSES: readonly Role[] = ['wms', 'wms-south']
/** What a supplier brings on the first day, of what ran short. */
const SUPPLY = { name: 'supplier-1', warehouse: 'wms', sku: 'HS-0013', quantity: '400' } as const
/** Of whose order the shop floor makes a part before the rest. */
const FIRST = { buyer: 'LAKESHORE', reference: 'PO-77320', quantity: '2' }

/** The shop floor begins what is made to order. */
export async function beginToMake(day: Day): Promise<void> {
  await day.systems.get('mes')!.operate('begin', {})
  await followAll(day)
  const making = await productionsOf(day)
  for (const { order, link } of making) day.screen.good(day.words.making(link.number ?? link.theirId, nameOf(order), itemOf(order, link)))
  if (making.length === 0) day.screen.good(day.words.notToday)
}

/** Of one order a part is made already when its customer asks for something else. */
export async function makePart(day: Day): Promise<void> {
  const order = await orders.byKey(day.context.store, day.company, FIRST.buyer, FIRST.reference, '', 0)
  const made = order?.lines.find(({ production }) => production?.stage === 'running' && production.made === '0')
  if (!order || !made) return
  await day.systems.get('mes')!.operate('report', { externalId: `${order.id}/line/${made.id}`, quantity: FIRST.quantity })
  await followAll(day)
}

/** All is made and put into the warehouse that ships it. */
async function finishMaking(day: Day): Promise<void> {
  await day.systems.get('mes')!.operate('report', {})
  await followAll(day)
  const made = (await productionsOf(day)).flatMap(({ order, link }) => {
    const line = order.lines.find(({ id }) => id === producedLine(link.ourId))
    return line?.production?.stage === 'made' && compare(open(line), '0') > 0 ? [{ order, link, line, sku: line.item!, quantity: line.production.made }] : []
  })
  for (const [sku, goods] of Map.groupBy(made, (one) => one.sku)) await count(day, sku, sum(goods.map(({ quantity }) => quantity)))
  for (const { order, link, line, sku, quantity } of made) {
    const warehouse = order.parts?.find(({ lines }) => lines.includes(line.id))?.system ?? 'wms'
    await day.systems.get(warehouse as Role)!.operate('supply', { name: `made/${link.ourId}`, sku, quantity })
    day.screen.good(day.words.made(link.number ?? link.theirId, nameOf(order), itemOf(order, link), warehouse))
  }
}

/** What is on the shelves is picked and shipped, in each warehouse. */
export async function ship(day: Day): Promise<void> {
  await shipAll(day)
  for (const order of await orders.search(day.context.store, day.company, { status: 'shipped', limit: 500 })) {
    if ((order.parts?.filter(({ lines }) => lines.length > 0).length ?? 0) > 1) day.screen.good(day.words.shippedInParts(nameOf(order), day.words.texts.list(order.parts!.map(({ no, system, lines }) => day.words.part(`${nameOf(order)}/${no}`, system, lines))))) 
  }
  for (const { order, line } of await short(day)) day.screen.wait(day.words.backordered(nameOf(order), String(line.item), `${line.shipped} ${line.unit}`, `${open(line)} ${line.unit}`))
}

/** An ERP that keeps a stock of its own has what comes into a warehouse counted too, or it takes no despatch of it. */
async function count(day: Day, sku: string, quantity: string): Promise<void> {
  if (day.erp === 'tryton') await day.systems.get('erp')!.operate('count', { sku, quantity })
}

/** The supplier brings what was short, the shop floor what was ordered; it leaves the same afternoon. */
export async function takeGoodsIn(day: Day): Promise<void> {
  const before = await short(day)
  if (day.first) {
    const { warehouse, ...goods } = SUPPLY
    await count(day, goods.sku, goods.quantity)
    await day.systems.get(warehouse)!.operate('supply', goods)
    if (before.length > 0) day.screen.good(day.words.supplied(warehouse, `${goods.quantity} ${goods.sku}`))
  }
  await finishMaking(day)
  await shipAll(day)
  for (const { order, line } of before) {
    const now = await orders.get(day.context.store, day.company, order.id)
    const still = now?.lines.find(({ id }) => id === line.id)
    if (!now || !still) continue
    if (open(still) === '0') day.screen.good(day.words.backorderShipped(nameOf(now), String(line.item), `${subtract(still.shipped, line.shipped)} ${line.unit}`))
    else day.screen.wait(day.words.staysBackordered(nameOf(now), String(line.item), `${open(still)} ${line.unit}`))
  }
}

/** The carrier's proofs are filed in the warehouses too. */
export async function fileProofs(day: Day): Promise<void> {
  for (const warehouse of WAREHOUSES) await day.systems.get(warehouse)!.operate('deliver', { today: day.date, signedBy: day.words.signedBy })
  told(day, await followAll(day))
}

async function shipAll(day: Day): Promise<void> {
  for (const warehouse of WAREHOUSES) await day.systems.get(warehouse)!.operate('ship', { today: day.date })
  told(day, await followAll(day))
}

/** Lines that were to be shipped by now, and are not: not those that are still being made. */
async function short({ context, company }: Day): Promise<{ order: Order; line: Order['lines'][number] }[]> {
  const waiting = await orders.search(context.store, company, { status: 'toShip', limit: 500 })
  return waiting.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)).flatMap((order) => order.lines.filter((line) => !line.production && open(line) !== '0').map((line) => ({ order, line })))
}

async function productionsOf({ context, company }: Day): Promise<{ order: Order; link: Link }[]> {
  const found: { order: Order; link: Link }[] = []
  for (const status of ['awaitingProduction', 'inProduction', 'toShip'] as const) {
    for (const order of await orders.search(context.store, company, { status, limit: 500 })) {
      for (const link of await links.ofStream(context.store, company, `order/${order.id}`)) if (link.kind === 'production') found.push({ order, link })
    }
  }
  return found.sort((a, b) => (a.link.theirId < b.link.theirId ? -1 : 1))
}

function itemOf(order: Order, link: Link): string {
  const line = order.lines.find(({ id }) => id === producedLine(link.ourId))
  return `${line?.quantity ?? ''} ${line?.unit ?? ''} ${line?.item ?? ''}`.trim()
}
