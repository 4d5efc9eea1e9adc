import { type Command } from 'commander'
import { worker as work } from '../jobs/worker'
import { withContext } from './context'
import { type Act, type Globals } from './program'
import { type Exit, type Terminal } from './terminal'

export function declare(command: Command, act: Act): void {
  command.addHelpText('after', '\nAny number of workers may run side by side. Ctrl-C or SIGTERM ends one: what it has begun is finished or given back.').action(act(worker))
}

async function worker(terminal: Terminal, options: Globals): Promise<Exit> {
  return withContext(terminal, options, async (context) => {
    terminal.err('Working by schedule; Ctrl-C ends.\n')
    await work(context, { signal: terminal.signal, redisUrl: terminal.env.REDIS_URL || undefined })
    return 0
  })
}
