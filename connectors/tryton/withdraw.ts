import { z } from 'zod'
import { compare } from '../../orders/decimal'
import { Fault } from '../fault'
import { type Sale, wordOf } from './sale'
import { type Desk } from './desk'
import { readSale } from './findSale'
import { runWizard } from './wizard'

const recordSchema = z.object({ id: z.number(), number: z.string().nullable(), state: z.string() })

/**
 * Takes a sale back. A draft or quotation is cancelled by its button. One in processing ignores that button: its deliveries and
 * draft invoices are cancelled, and the exceptions that this makes are answered with "make nothing anew". Goes on from
 * wherever an earlier attempt broke off. Refused where something is shipped or posted.
 */
export async function withdraw(desk: Desk, sale: Sale): Promise<void> {
  const { rpc } = desk
  if (wordOf(sale) === 'cancelled') return
  if (sale.state === 'draft' || sale.state === 'quotation') return void await rpc.press('sale.sale', sale.id, 'cancel')
  const shipped = sale.lines.find((line) => compare(line.shipped, '0') !== 0)
  if (shipped) throw new Fault('refused', `${rpc.system}: ${shipped.shipped} of ${shipped.item ?? 'a line'} of sale ${sale.number} are shipped: take them back as a return`)
  // who may not press this may not end it either: then nothing of it is cancelled
  await rpc.press('sale.sale', sale.id, 'process')
  const { shipments, invoices } = await readSale(desk, sale.id)
  const bills = await rpc.search('account.invoice', [['id', 'in', invoices]], { fields: ['number', 'state'] }, recordSchema)
  const posted = bills.find((bill) => ['posted', 'paid'].includes(bill.state))
  if (posted) throw new Fault('refused', `${rpc.system}: invoice ${posted.number} of sale ${sale.number} is ${posted.state}: credit it there first`)
  const deliveries = await rpc.search('stock.shipment.out', [['id', 'in', shipments]], { fields: ['number', 'state'] }, recordSchema)
  for (const { id } of deliveries.filter((delivery) => delivery.state !== 'cancelled' && delivery.state !== 'done')) await rpc.press('stock.shipment.out', id, 'cancel')
  for (const { id } of bills.filter((bill) => bill.state !== 'cancelled')) await rpc.press('account.invoice', id, 'cancel')

  // a cancel tells the sale in a second transaction: where that was lost, this makes up for it
  await rpc.press('sale.sale', sale.id, 'process')
  await answerExceptions(desk, sale.id)
  const after = await readSale(desk, sale.id)
  if (wordOf(after) !== 'cancelled') throw new Fault('refused', `${rpc.system}: sale ${sale.number} could not be taken back whole: it is ${after.state}, its delivery ${after.shipmentState}, its invoice ${after.invoiceState}; end it there, then send again`)
}

/** By default the wizards would make the cancelled deliveries and invoices anew. */
async function answerExceptions(desk: Desk, id: number): Promise<void> {
  const { shipmentState, invoiceState } = await readSale(desk, id)
  if (shipmentState === 'exception') {
    await runWizard(desk.rpc, 'sale.handle.shipment.exception', 'sale.sale', id, 'handle', (asked) => ({ domain_moves: asked.domain_moves, recreate_moves: [] }))
  }
  if (invoiceState === 'exception') {
    await runWizard(desk.rpc, 'sale.handle.invoice.exception', 'sale.sale', id, 'handle', (asked) => ({ domain_invoices: asked.domain_invoices, recreate_invoices: [] }))
  }
}
