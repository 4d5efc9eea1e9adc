import { type Command } from 'commander'
import { decideOn } from './decision'
import { type Act, type Globals } from './program'
import { type Exit, type Terminal } from './terminal'

export function declare(command: Command, act: Act): void {
  command.argument('<order>', 'number, id, or the buyer\'s reference')
    .requiredOption('--reason <text>', 'why, for the record')
    .option('--step <return>', 'number of a return that is refused (default: the one that your role is asked for, else the order)')
    .action(act(reject))
}

const reject = (terminal: Terminal, { reason, step, ...options }: Globals & { reason: string; step?: string }, order: string): Promise<Exit> =>
  decideOn(terminal, options, order, { type: 'reject', reason, step })
