import { type Command } from 'commander'
import { Fault } from '../connectors/fault'
import * as config from '../store/config'
import { connectSystem, keepWebhookSecret } from '../sync/connect'
import { companyOf, withActor } from './context'
import { Failure } from './failure'
import { type Act, type Globals } from './program'
import { type Exit, type Terminal } from './terminal'

const VARIABLE = 'ORDER_TO_CASH_SECRET'

export function declare(command: Command, act: Act): void {
  command.argument('<system>', 'as configured')
    .option('--webhook', 'what the system signs its webhooks with, instead of what we log in with')
    .addHelpText('after', `\nThe secret is read from ${VARIABLE} or from standard input, never from the command line, where other users could see it.`)
    .action(act(connect))
}

/** Tries the secret, and keeps it, encrypted. */
async function connect(terminal: Terminal, options: Globals & { webhook?: boolean }, name: string): Promise<Exit> {
  return withActor(terminal, options, async (context) => {
    const company = await companyOf(context, options)
    const record = await config.system(context.store, company, name)
    if (!record) {
      const names = (await config.listSystems(context.store, company)).map((system) => system.name)
      throw new Failure(`There is no system ${name} in ${company}; there ${names.length ? `are ${names.join(', ')}` : 'is none yet: order-to-cash apply DIR'}.`)
    }
    const secret = await secretOf(terminal)
    if (options.webhook) {
      await keepWebhookSecret(context, record, secret)
      await terminal.out(options.json ? `${JSON.stringify({ system: name, webhook: true })}\n` : `The webhook secret of ${name} is kept; let it send to /webhook/${name} of "order-to-cash serve".\n`)
      return 0
    }
    const { fault } = await connectSystem(context, record, secret, terminal.signal).catch((error: unknown) => {
      throw error instanceof Fault ? new Failure(`${name} does not take this secret. Nothing of it is kept; what was kept before stays. ${error.message}`) : error
    })
    if (fault) {
      terminal.err(`order-to-cash: The secret of ${name} is kept, but could not be tried: ${fault.message}\n`)
      return 2
    }
    await terminal.out(options.json ? `${JSON.stringify({ system: name, connected: true })}\n` : `${name} is connected.\n`)
    return 0
  })
}

async function secretOf(terminal: Terminal): Promise<string> {
  const given = terminal.env[VARIABLE]
  if (given) return given
  if (terminal.stdin.isTTY) terminal.err('Type or paste the secret, then Enter and Ctrl-D:\n')
  const parts: Buffer[] = []
  for await (const part of terminal.stdin) parts.push(Buffer.from(part))
  // one line break at the end is the editor's or the shell's
  const secret = Buffer.concat(parts).toString('utf8').replace(/\r?\n$/, '')
  if (!secret) throw new Failure(`No secret was given: pipe it in, or set ${VARIABLE}.`)
  return secret
}
