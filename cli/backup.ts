import { type Command } from 'commander'
import { backUp } from '../store/backup'
import { withContext } from './context'
import { plain } from './display'
import { type Act, type Globals } from './program'
import { type Exit, type Terminal } from './terminal'

export function declare(command: Command, act: Act): void {
  command.argument('<file>', 'a new file').action(act(backup))
}

async function backup(terminal: Terminal, options: Globals, file: string): Promise<Exit> {
  return withContext(terminal, options, async ({ store }) => {
    const bytes = await backUp(store, file)
    await terminal.out(options.json ? `${JSON.stringify({ file, bytes, keys: store.keys.folder })}\n` : `${plain(file)}: ${bytes} bytes\n`)
    terminal.err(`The keys in ${store.keys.folder} are not in it. Keep a copy of them in another place: without them the store can be read, but not verified or gone on with.\n`)
    return 0
  })
}
