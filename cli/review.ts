import { type Command } from 'commander'
import { decideOn } from './decision'
import { type Act, type Globals } from './program'
import { type Exit, type Terminal } from './terminal'

export function declare(command: Command, act: Act): void {
  command.argument('<order>', 'number, id, or the buyer\'s reference')
    .option('--reason <text>', 'what was corrected')
    .action(act(review))
}

const review = (terminal: Terminal, { reason, ...options }: Globals & { reason?: string }, order: string): Promise<Exit> =>
  decideOn(terminal, options, order, { type: 'review', reason })
