import { type Command } from 'commander'
import { decideOn } from './decision'
import { type Act, type Globals } from './program'
import { type Exit, type Terminal } from './terminal'

export function declare(command: Command, act: Act): void {
  command.argument('<order>', 'number, id, or the buyer\'s reference')
    .requiredOption('--reason <text>', 'why, for the record')
    .option('--done', 'what it was opened for is done: it closes as soon as all of it is settled')
    .action(act(reopen))
}

const reopen = (terminal: Terminal, { reason, done, ...options }: Globals & { reason: string; done?: boolean }, order: string): Promise<Exit> =>
  decideOn(terminal, options, order, { type: done ? 'closeAgain' : 'reopen', reason })
