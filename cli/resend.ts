import { type Command } from 'commander'
import * as outbox from '../store/outbox'
import { type Message } from '../store/records'
import { type Cause, CAUSES, causeOf } from '../sync/cause'
import { type Context } from '../sync/context'
import { repeatDone } from '../sync/repeatDone'
import { resend as resendMessage, stoppedBy } from '../sync/resend'
import { companyOf, withActor } from './context'
import { Failure } from './failure'
import { list } from './list'
import { type Act, type Globals } from './program'
import { type Exit, type Terminal } from './terminal'
import { timesOf } from './times'

interface Options extends Globals { cause?: string; system?: string; dryRun?: boolean }

export function declare(command: Command, act: Act): void {
  command.argument('[message]', 'id of the message, as a case or "order NUMBER" shows it')
    .option('--cause <cause>', `instead of one: all that this cause has stopped, ${CAUSES.join(', ')}`)
    .option('--system <name>', 'with --cause: only what goes to this system')
    .option('--dry-run', 'with --cause: only say what would be sent')
    .action(act(resend))
}

/** The same messages again, with the same keys, so that they count once: never new ones. Their cases are closed with them. */
async function resend(terminal: Terminal, options: Options, id: string | undefined): Promise<Exit> {
  if ((id === undefined) === (options.cause === undefined)) throw new Failure('Name one message, or all of a cause: order-to-cash resend ID, or order-to-cash resend --cause transport --dry-run.')
  return withActor(terminal, options, async (context) => {
    const company = await companyOf(context, options)
    return id === undefined ? resendAll(terminal, context, options, company) : resendOne(terminal, context, options, company, id)
  })
}

async function resendOne(terminal: Terminal, context: Context, options: Options, company: string, id: string): Promise<Exit> {
  const message = await outbox.byId(context.store, id)
  if (!message || message.company !== company) throw new Failure(`There is no message ${id}; "order-to-cash order NUMBER" shows those of an order.`)
  if (message.state === 'done') return repeat(terminal, context, options, message)
  const { sent, closedCases } = await resendMessage(context, message)
  if (!sent) throw new Failure(`Message ${id} is ${message.state}; only what was refused, given up, asks or is done is sent again, and not what a newer version or the end of its order has overtaken.`)
  if (options.json) await terminal.out(`${JSON.stringify({ id, system: message.system, state: 'waiting', closedCases })}\n`)
  else await terminal.out(`${message.action} ${message.kind} goes to ${message.system} again with the next dispatch.\n`)
  return 0
}

/** One that is done is looked for first: a second record is never made of it. */
async function repeat(terminal: Terminal, context: Context, options: Options, message: Message): Promise<Exit> {
  const { id, system, action, kind } = message
  const repeated = await repeatDone(context, message)
  if (repeated.outcome === 'refused') throw new Failure(`Message ${id} is done, and is not sent again: ${repeated.why}.`)
  if (options.json) await terminal.out(`${JSON.stringify({ id, system, ...repeated })}\n`)
  else await terminal.out(repeated.outcome === 'there' ? `The ${kind} is in ${system} as ${repeated.number ?? repeated.theirId}, as it was sent: nothing was sent again.\n` : `${action} ${kind} goes to ${system} again with the next dispatch, under the same key.\n`)
  return 0
}

async function resendAll(terminal: Terminal, context: Context, options: Options, company: string): Promise<Exit> {
  const cause = CAUSES.find((one): one is Cause => one === options.cause)
  if (!cause) throw new Failure(`--cause is one of ${CAUSES.join(', ')}, not ${options.cause}.`)
  const { zone, time } = await timesOf(context, company)
  const stopped = await stoppedBy(context, company, cause, options.system)
  const again: Message[] = []
  for (const message of stopped) if (options.dryRun || (await resendMessage(context, message)).sent) again.push(message)
  await list(terminal, options, [
    { title: 'message', value: (one) => one.id }, { title: 'system', value: (one) => one.system }, { title: 'what', value: (one) => `${one.action} ${one.kind}` },
    { title: 'about', value: (one) => one.stream, most: 44 }, { title: `since (${zone})`, value: (one) => time(new Date(one.endedMs ?? 0).toISOString()) },
    { title: 'attempts', value: (one) => one.attempt, right: true }, { title: 'cause', value: (one) => causeOf(one.fault) }, { title: 'why', value: (one) => one.fault?.text },
  ], again, `Nothing is stopped by ${cause}.`)
  if (again.length > 0 && !options.json) terminal.err(options.dryRun ? `${again.length} would be sent again.\n` : `${again.length} go out again with the next dispatch.\n`)
  return 0
}
