import { type Command } from 'commander'
import { follow as ask } from '../sync/follow'
import { withContext } from './context'
import { plain } from './display'
import { type Act, type Globals } from './program'
import { facts } from './table'
import { type Exit, type Terminal } from './terminal'

export function declare(command: Command, act: Act): void {
  command.action(act(follow))
}

async function follow(terminal: Terminal, options: Globals): Promise<Exit> {
  return withContext(terminal, options, async (context) => {
    const followed = await ask(context)
    const { unreachable, ...counts } = followed
    await terminal.out(options.json ? `${JSON.stringify(followed)}\n` : facts(Object.entries(counts)))
    for (const [system, why] of Object.entries(unreachable)) terminal.err(`order-to-cash: ${system} could not be asked: ${plain(why)}\n`)
    return Object.keys(unreachable).length > 0 || followed.refused > 0 ? 2 : 0
  })
}
