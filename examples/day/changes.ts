import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Command } from '../../orders/command'
import { partId } from '../../orders/effects'
import * as links from '../../store/links'
import * as orders from '../../store/orders'
import { drain } from '../../sync/dispatch'
import { receive } from '../../sync/receive'
import { submit } from '../../sync/submit'
import { followAll } from './patient'
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

/** Whose order is cancelled while the warehouse picks it. */
const PICKED = { buyer: 'SUNRISE', reference: 'SR260302-2' }

/** The warehouse has begun to pick it, and refuses the cancel: what is left is shown, and the others are not asked before it gives in. */
export async function cancelPicked(day: Day): Promise<void> {
  const { context, company, screen, words } = day
  const { buyer, reference } = PICKED
  const order = day.first ? await orders.byKey(context.store, company, buyer, reference, '', 0) : undefined
  if (!order) return screen.good(words.notToday)
  // a day that goes on after it was broken off picks nothing that is given up
  if (order.status === 'toShip') await day.systems.get('wms')!.operate('reopen', { externalId: partId(order) })
  await wish(day, buyer, reference, { type: 'cancel', reason: words.wishes.notNeeded }, words.wishes.takeBack)
  await drain(context, { patienceMs: day.patienceMs, signal: day.stop })
  const left = (await orders.get(context.store, company, order.id))?.cancel?.left ?? []
  for (const { system, refusal } of left) if (refusal !== undefined) screen.wait(words.cancelRefused(system))
  const later = left.filter(({ asked }) => !asked).map(({ system }) => system)
  if (later.length > 0) screen.wait(words.cancelLater(later))
}

/** The warehouse has put back what it had picked: it is asked again by itself, and with it the cancel is complete in every system. */
export async function giveIn(day: Day): Promise<void> {
  const { context, company, screen, words } = day
  const pending = day.first ? await orders.search(context.store, company, { status: 'cancelPending', limit: 50 }) : []
  if (pending.length === 0) return screen.good(words.notToday)
  for (const order of pending) await day.systems.get('wms')!.operate('putback', { externalId: partId(order) })
  await followAll(day)
  await drain(context, { patienceMs: day.patienceMs, signal: day.stop })
  for (const { id } of pending) {
    const order = (await orders.get(context.store, company, id))!
    const there = (await links.ofStream(context.store, company, `order/${id}`)).map((link) => `${link.system} ${words.texts.theirStates[link.state] ?? link.state}`)
    if (order.status === 'cancelled') screen.good(words.cancelComplete(nameOf(order), there))
    else screen.wait(`${nameOf(order)}: ${words.texts.statuses[order.status]}`)
  }
}

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
  if (!order || ['cancelled', 'cancelPending'].includes(order.status) || (command.type === 'change' && order.status !== 'held')) return
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
