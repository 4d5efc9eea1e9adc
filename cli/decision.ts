import { type Command as OrderCommand } from '../orders/command'
import { type Finding } from '../orders/finding'
import { type Tx } from '../store/store'
import { uuidv7 } from '../sync/ids'
import { type Outcome, submit } from '../sync/submit'
import { companyOf, withActor } from './context'
import { plain } from './display'
import { nameOf, orderNamed } from './orderNamed'
import { type Globals } from './program'
import { type Exit, type Terminal } from './terminal'

/** Submits what a person decided of an order, and says what became of it; refused is exit code 1, with the reasons. `within` as for {@link submit}. */
export async function decideOn(terminal: Terminal, options: Globals, name: string, command: OrderCommand, within?: (tx: Tx, outcome: Outcome) => Promise<void>): Promise<Exit> {
  return withActor(terminal, options, async (context) => {
    const company = await companyOf(context, options)
    const order = await orderNamed(context.store, company, name)
    const outcome = await submit(context, { subject: { company, order: order.id }, command, circumstance: { cause: 'command', correlation: uuidv7() } }, within)
    if (outcome.outcome === 'refused') {
      if (options.json) await terminal.out(`${JSON.stringify({ outcome: 'refused', order: order.id, findings: outcome.findings })}\n`)
      terminal.err(`order-to-cash: ${nameOf(order)} was not changed.\n${outcome.findings.map(findingText).join('')}`)
      return 1
    }
    const now = outcome.order
    if (options.json) await terminal.out(`${JSON.stringify({ outcome: 'accepted', changed: outcome.changed, order: now.id, number: now.number, status: now.status, version: now.version })}\n`)
    else await terminal.out(outcome.changed ? `${plain(nameOf(now))} is now ${now.status}.\n` : `${plain(nameOf(now))} is ${now.status}; there was nothing left to do.\n`)
    const left = now.cancel?.left.filter(({ asked }) => asked) ?? []
    for (const { system, kind, refusal } of left) terminal.err(refusal === undefined ? `Waits for ${plain(system)}: ${kind}\n` : `Refused by ${plain(system)}: ${kind}: ${plain(refusal)}\n`)
    const waiting = now.approvals.filter((approval) => approval.state === 'open')
    for (const approval of waiting) terminal.err(`Waits for ${approval.role}: ${plain(approval.why)}\n`)
    for (const hold of now.holds) terminal.err(`Held: ${plain(hold)}\n`)
    return now.holds.length + waiting.length + left.length > 0 ? 2 : 0
  })
}

export const findingText = (finding: Finding): string =>
  `  ${finding.severity} ${finding.code}${finding.line === undefined ? '' : ` (line ${plain(finding.line)})`}: ${plain(finding.text)}\n`
