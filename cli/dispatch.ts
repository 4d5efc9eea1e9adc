import { type Command } from 'commander'
import { dispatch as sendDue, drain } from '../sync/dispatch'
import { withContext } from './context'
import { positive } from './number'
import { type Act, type Globals } from './program'
import { facts } from './table'
import { type Exit, type Terminal } from './terminal'

export function declare(command: Command, act: Act): void {
  command.option('--wait <seconds>', 'go on until nothing is due within so long: back-off is waited for', positive).action(act(dispatch))
}

async function dispatch(terminal: Terminal, options: Globals & { wait?: number }): Promise<Exit> {
  return withContext(terminal, options, async (context) => {
    const sent = options.wait === undefined ? await sendDue(context) : await drain(context, { patienceMs: options.wait * 1000, signal: terminal.signal })
    await terminal.out(options.json ? `${JSON.stringify(sent)}\n` : facts(Object.entries(sent)))
    return sent.refused + sent.dead > 0 ? 2 : 0
  })
}
