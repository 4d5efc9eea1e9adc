import { Fault } from '../fault'
import { type Desk } from './desk'
import { type Rpc } from './rpc'
import { isUnprocessed, readSales, type Sale } from './sale'

/** The first of several is taken: doubles are found by reconciling, not hidden by a third. */
export async function findSale(desk: Pick<Desk, 'rpc' | 'units'>, ourId: string): Promise<Sale | undefined> {
  return (await readSales(desk.rpc, desk.units, [['reference', '=', ourId]], { order: [['id', 'ASC']], limit: 1 }))[0]
}

export async function readSale(desk: Pick<Desk, 'rpc' | 'units'>, id: number): Promise<Sale> {
  const [sale] = await readSales(desk.rpc, desk.units, [['id', '=', id]])
  if (!sale) throw gone(desk.rpc, id)
  return sale
}

/** Lets Tryton make up for a lost second half of a confirm, delivery or amendment; answers with the sale as it is then. */
export async function processed(desk: Desk, id: number): Promise<Sale> {
  const sale = await readSale(desk, id)
  if (!isUnprocessed(sale)) return sale
  await desk.rpc.press('sale.sale', id, 'process')
  return readSale(desk, id)
}

export const gone = (rpc: Rpc, id: number): Fault => new Fault('refused', `${rpc.system} has no sale ${id} any more`)
