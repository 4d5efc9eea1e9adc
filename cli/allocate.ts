import { type Command } from 'commander'
import { drain } from '../sync/dispatch'
import { allocate as allocatePayment } from '../sync/payments/allocate'
import { follow } from '../sync/follow'
import { companyOf, withActor } from './context'
import { findingText } from './decision'
import { plain } from './display'
import { type Act, type Globals } from './program'
import { type Exit, type Terminal } from './terminal'

export function declare(command: Command, act: Act): void {
  command.argument('<payment>', 'its number there, as its case names it')
    .requiredOption('--invoice <number>', 'the invoice that it is for')
    .option('--amount <decimal>', 'how much of it (default: as much as there is, and as is open)')
    .action(act(allocate))
}

/** How long the system that books it may take before the worker goes on with it, in ms. */
const PATIENCE_MS = 5000

async function allocate(terminal: Terminal, options: Globals & { invoice: string; amount?: string }, payment: string): Promise<Exit> {
  return withActor(terminal, options, async (context) => {
    const outcome = await allocatePayment(context, { company: await companyOf(context, options), payment, invoice: options.invoice, amount: options.amount })
    if (options.json) await terminal.out(`${JSON.stringify(outcome)}\n`)
    if (outcome.outcome === 'refused') {
      terminal.err(`order-to-cash: ${plain(payment)} was not put on ${plain(options.invoice)}.\n${outcome.findings.map(findingText).join('')}`)
      return 1
    }
    await drain(context, { patienceMs: PATIENCE_MS })
    await follow(context)
    if (!options.json) await terminal.out(`${outcome.amount} ${outcome.currency} of ${plain(payment)} go on ${plain(outcome.invoice)}; its order shows it when finance has booked it.\n`)
    return 0
  })
}
