import { type Command } from 'commander'
import { erase as eraseOrder } from '../sync/erase'
import { companyOf, withActor } from './context'
import { findingText } from './decision'
import { plain } from './display'
import { nameOf, orderNamed } from './orderNamed'
import { type Act, type Globals } from './program'
import { type Exit, type Terminal } from './terminal'

interface Options extends Globals { reason: string; document?: boolean }

export function declare(command: Command, act: Act): void {
  command.argument('<orders...>', 'numbers, ids, or the buyers\' references; each must be closed, cancelled or rejected')
    .requiredOption('--reason <text>', 'whose request it follows, for the record')
    .option('--document', 'the received document too, where no other order came with it and no law demands that it is kept')
    .addHelpText('after', '\nNames, addresses, contacts, notes and signatures are taken away for good; what was ordered, sent and paid stays, and so does the chain.')
    .action(act(erase))
}

async function erase(terminal: Terminal, options: Options, names: string[]): Promise<Exit> {
  return withActor(terminal, options, async (context) => {
    const company = await companyOf(context, options)
    let exit: Exit = 0
    for (const name of names) {
      const order = await orderNamed(context.store, company, name)
      const { outcome, values, document } = await eraseOrder(context, { company, order, reason: options.reason, document: options.document })
      if (outcome.outcome === 'refused') {
        terminal.err(`order-to-cash: Nothing of ${nameOf(order)} was erased.\n${outcome.findings.map(findingText).join('')}`)
        exit = 1
        continue
      }
      if (options.json) await terminal.out(`${JSON.stringify({ order: order.id, number: order.number, values, document })}\n`)
      else await terminal.out(`${plain(nameOf(order))}: ${values} personal values erased; its document ${document === 'erased' ? 'too' : 'is kept'}.\n`)
      if (typeof document === 'object') {
        terminal.err(`The document of ${nameOf(order)} is kept, since ${document.shared.join(', ')} came with it: erase these first.\n`)
        exit = exit === 0 ? 2 : exit
      }
    }
    return exit
  })
}
