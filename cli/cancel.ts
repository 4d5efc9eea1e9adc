import { type Command } from 'commander'
import { decideOn } from './decision'
import { Failure } from './failure'
import { type Act, type Globals } from './program'
import { type Exit, type Terminal } from './terminal'

interface Options extends Globals { reason: string; waive?: string; withdraw?: boolean }

export function declare(command: Command, act: Act): void {
  command.argument('<order>', 'number, id, or the buyer\'s reference')
    .requiredOption('--reason <text>', 'why, for the record')
    .option('--waive <system>', 'of a cancel that is pending: do without this system')
    .option('--withdraw', 'take a pending cancel back, while only warehouses were asked')
    .action(act(cancel))
}

async function cancel(terminal: Terminal, { reason, waive, withdraw, ...options }: Options, order: string): Promise<Exit> {
  if (waive !== undefined && withdraw) throw new Failure('Either --waive SYSTEM, which lets the cancel end, or --withdraw, which takes it back.')
  return decideOn(terminal, options, order, waive !== undefined ? { type: 'waiveCancel', system: waive, reason } : { type: withdraw ? 'withdrawCancel' : 'cancel', reason })
}
