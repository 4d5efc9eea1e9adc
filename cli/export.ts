import { type Command } from 'commander'
import { exportFolder } from '../sync/config/export'
import { companyOf, withContext } from './context'
import { type Act, type Globals } from './program'
import { type Exit, type Terminal } from './terminal'

export function declare(command: Command, act: Act): void {
  command.argument('<folder>', 'is made where it is missing').option('--overwrite', 'also over files that say something else').action(act(exportTo))
}

async function exportTo(terminal: Terminal, options: Globals & { overwrite?: boolean }, folder: string): Promise<Exit> {
  return withContext(terminal, options, async (context) => {
    const files = await exportFolder(context, await companyOf(context, options), folder, { overwrite: options.overwrite })
    await terminal.out(options.json ? files.map((file) => `${JSON.stringify({ file })}\n`).join('') : `${files.join('\n')}\n`)
    return 0
  })
}
