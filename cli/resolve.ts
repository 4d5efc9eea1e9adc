import { type Command } from 'commander'
import { resolve as resolveCode, type Resolution } from '../sync/resolve'
import { companyOf, withActor } from './context'
import { findingText } from './decision'
import { plain } from './display'
import { Failure } from './failure'
import { nameOf, orderNamed } from './orderNamed'
import { type Act, type Globals } from './program'
import { type Exit, type Terminal } from './terminal'

export function declare(command: Command, act: Act): void {
  command.argument('<order>', 'number, id, or the buyer\'s reference').argument('<what>', 'number of the line, or shipTo').argument('<meaning>', 'our item, or the GLN of the ship-to')
    .addHelpText('after', '\nThe buyer\'s code is remembered: it is resolved from then on.')
    .action(act(resolve))
}

async function resolve(terminal: Terminal, options: Globals, name: string, what: string, meaning: string): Promise<Exit> {
  return withActor(terminal, options, async (context) => {
    const order = await orderNamed(context.store, await companyOf(context, options), name)
    const resolution: Resolution = what === 'shipTo' ? { shipTo: meaning } : { line: what, item: meaning }
    if ('item' in resolution && !order.lines.some((line) => line.id === what)) throw new Failure(`${nameOf(order)} has no line ${what}; it has ${order.lines.map((line) => line.id).join(', ')}.`)
    const { outcome, remembered } = await resolveCode(context, order, resolution)
    if (outcome.outcome === 'refused') {
      if (options.json) await terminal.out(`${JSON.stringify({ outcome: 'refused', order: order.id, findings: outcome.findings })}\n`)
      terminal.err(`order-to-cash: ${nameOf(order)} was not changed.\n${outcome.findings.map(findingText).join('')}`)
      return 1
    }
    const now = outcome.order
    if (options.json) await terminal.out(`${JSON.stringify({ outcome: 'accepted', order: now.id, number: now.number, status: now.status, remembered })}\n`)
    else await terminal.out(`${plain(nameOf(now))} is now ${now.status}.${remembered === undefined ? ' It has no code of the buyer that could be remembered.' : ` ${plain(remembered)} of ${now.buyer} is ${plain(meaning)} from now on.`}\n`)
    for (const hold of now.holds) terminal.err(`Held: ${plain(hold)}\n`)
    return now.holds.length > 0 || now.approvals.some((approval) => approval.state === 'open') ? 2 : 0
  })
}
