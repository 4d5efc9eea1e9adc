import { type Command } from 'commander'
import { type Evidence, evidenceOf } from '../sync/evidence'
import { companyOf, withContext } from './context'
import { evidenceText } from './evidenceText'
import { textsOf } from './language'
import { orderNamed } from './orderNamed'
import { type Act, type Globals } from './program'
import { type Exit, type Terminal } from './terminal'
import { timesOf } from './times'

export function declare(command: Command, act: Act): void {
  command.argument('<order>', 'number, id, or the buyer\'s reference').action(act(evidence))
}

async function evidence(terminal: Terminal, options: Globals, name: string): Promise<Exit> {
  return withContext(terminal, options, async (context) => {
    const found = await evidenceOf(context, await orderNamed(context.store, await companyOf(context, options), name))
    await terminal.out(options.json ? `${JSON.stringify(found)}\n` : evidenceText(found, await timesOf(context, found.company), textsOf(terminal, options)))
    return exitOf(found)
  })
}

/** What contradicts itself is worse than what is not there yet. */
export const exitOf = ({ missing, defects }: Pick<Evidence, 'missing' | 'defects'>): Exit => (defects.length > 0 ? 1 : missing.length > 0 ? 2 : 0)
