import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Command } from '../../orders/command'
import * as orders from '../../store/orders'
import { drain } from '../../sync/dispatch'
import { receive } from '../../sync/receive'
import { submit } from '../../sync/submit'
import { type Day, nameOf } from './steps'

const DESK = 'meike'

/** Before anything is sent: what a customer forgot is entered, and one who can't have it in time takes his order back. */
export async function thinkAgain(day: Day): Promise<void> {
  const { words } = day
  await wish(day, 'RIVOLI', 'CF-260091', { type: 'change', change: { lines: [{ line: '2', quantity: '100' }] }, reason: words.wishes.forgotten }, words.wishes.fill)
  await wish(day, 'MARINER', 'MC-5533', { type: 'cancel', reason: words.wishes.tooLate }, words.wishes.takeBack)
}

/** A change by EDI of what the warehouse has already, and has not begun. */
export const changeSent = (day: Day): Promise<void> => takeLater(day, '0830-cascade-860.edi')

/** What is being made takes no cancel. */
export const cancelInProduction = (day: Day): Promise<void> =>
  wish(day, 'LAKESHORE', 'PO-77320', { type: 'cancel', reason: day.words.wishes.notNeeded }, day.words.wishes.takeBack)

/** What has left takes neither a change nor a cancel. */
export async function changeShipped(day: Day): Promise<void> {
  await takeLater(day, '1230-cascade-860.edi')
  await wish(day, 'KRAMER', '4711-26', { type: 'cancel', reason: day.words.wishes.notNeeded }, day.words.wishes.takeBack)
}

/** What a customer asks for by phone, and what becomes of it; once, and where there is such an order. */
async function wish(day: Day, buyer: string, reference: string, command: Extract<Command, { type: 'change' | 'cancel' }>, asked: string): Promise<void> {
  const { context, company, screen, words } = day
  const order = day.first ? await orders.byKey(context.store, company, buyer, reference, '', 0) : undefined
  // a day that goes on after it was broken off asks nothing twice
  if (!order || order.status === 'cancelled' || (command.type === 'change' && order.status !== 'held')) return
  const outcome = await submit(day.as(DESK), { subject: { company, order: order.id }, command, circumstance: { cause: 'command', correlation: order.id } })
  if (outcome.outcome === 'refused') return screen.bad(words.wishRefused(nameOf(order), buyer, asked, outcome.findings.map(({ text }) => words.texts.said(text)).join(' ')))
  screen.good(words.wishTaken(nameOf(outcome.order), buyer, asked, words.texts.statuses[outcome.order.status], DESK))
}

/** A document that comes later in the day. */
async function takeLater(day: Day, name: string): Promise<void> {
  const { context, date, screen, words } = day
  const file = join(day.later, name)
  if (!day.first || !day.later || !existsSync(file)) return
  const { items } = await receive(context, { channel: 'inbox', transportId: `${date}/${name}`, bytes: readFileSync(file), fileName: name })
  for (const { text } of items) if (text) screen[/ was taken: /.test(text) ? 'good' : 'bad'](`${name.padEnd(34)} ${words.texts.said(text)}`)
  await drain(context, { patienceMs: day.patienceMs, signal: day.stop })
}
