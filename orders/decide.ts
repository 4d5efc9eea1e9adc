import { type Command, type CommandType } from './command'
import { approve } from './commands/approve'
import { bill } from './commands/bill'
import { cancel } from './commands/cancel'
import { noteCancelled, waiveCancel, withdrawCancel } from './commands/cancelUnderWay'
import { capture } from './commands/capture'
import { change } from './commands/change'
import { confirm } from './commands/confirm'
import { create } from './commands/create'
import { credit } from './commands/credit'
import { deliver } from './commands/deliver'
import { erase } from './commands/erase'
import { escalate } from './commands/escalate'
import { failRefund } from './commands/failRefund'
import { invoice } from './commands/invoice'
import { link, noteRefusal } from './commands/link'
import { noteConfirmation } from './commands/noteConfirmation'
import { pay } from './commands/pay'
import { produce } from './commands/produce'
import { refund } from './commands/refund'
import { reject } from './commands/reject'
import { relearn } from './commands/relearn'
import { closeAgain, reopen } from './commands/reopen'
import { reviewAgain } from './commands/review'
import { requestReturn } from './commands/return'
import { ship } from './commands/ship'
import { takeBack } from './commands/takeBack'
import { track } from './commands/track'
import { type Decision, refused } from './decision'
import { type Facts } from './facts'
import { type Order } from './order'

type Decide<T extends CommandType> = (order: Order, command: Extract<Command, { type: T }>, facts: Facts) => Decision

const commands: { [T in Exclude<CommandType, 'create' | 'relearn'>]: Decide<T> } = {
  review: (order, _command, facts) => reviewAgain(order, facts),
  approve, escalate, reject, confirm, change, noteConfirmation, cancel, waiveCancel, withdrawCancel, noteCancelled, return: requestReturn, produce, ship, track, deliver, bill, invoice, pay, takeBack, credit, capture, refund, failRefund, reopen, closeAgain, erase, link, noteRefusal,
}

/**
 * What a command makes of an order by the facts given: events and what follows from them, or the findings that refuse it.
 * Pure: no I/O, no clock. A command that was carried out before is accepted with no events.
 */
export function decide(order: Order | undefined, command: Command, facts: Facts): Decision {
  if (command.type === 'create') return create(order, command, facts)
  if (command.type === 'relearn') return relearn(order, command, facts)
  if (!order) return refused('order-unknown', 'There is no such order.')
  return (commands[command.type] as Decide<CommandType>)(order, command, facts)
}
