import { type Command } from 'commander'
import * as outbox from '../store/outbox'
import { resend as resendMessage } from '../sync/resend'
import { companyOf, withActor } from './context'
import { Failure } from './failure'
import { type Act, type Globals } from './program'
import { type Exit, type Terminal } from './terminal'

export function declare(command: Command, act: Act): void {
  command.argument('<message>', 'id of the message, as a case or "order NUMBER" shows it').action(act(resend))
}

/** The same message again, with the same key, so that it counts once: never a new one. Its cases are closed with it. */
async function resend(terminal: Terminal, options: Globals, id: string): Promise<Exit> {
  return withActor(terminal, options, async (context) => {
    const company = await companyOf(context, options)
    const message = await outbox.byId(context.store, id)
    if (!message || message.company !== company) throw new Failure(`There is no message ${id}; "order-to-cash order NUMBER" shows those of an order.`)
    const { sent, closedCases } = await resendMessage(context, message)
    if (!sent) throw new Failure(`Message ${id} is ${message.state}; only what was refused, given up or asks is sent again.`)
    if (options.json) await terminal.out(`${JSON.stringify({ id, system: message.system, state: 'waiting', closedCases })}\n`)
    else await terminal.out(`${message.action} ${message.kind} goes to ${message.system} again with the next dispatch.\n`)
    return 0
  })
}
