import { type Command } from 'commander'
import { decideOn } from './decision'
import { type Act, type Globals } from './program'
import { type Exit, type Terminal } from './terminal'

export function declare(command: Command, act: Act): void {
  command.argument('<order>', 'number, id, or the buyer\'s reference')
    .requiredOption('--reason <text>', 'why, for the record')
    .option('--step <step>', 'which step (default: the open one of your role)')
    .action(act(approve))
}

const approve = (terminal: Terminal, { step, reason, ...options }: Globals & { step?: string; reason: string }, order: string): Promise<Exit> =>
  decideOn(terminal, options, order, { type: 'approve', step, reason })
