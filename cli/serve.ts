import { once } from 'node:events'
import { type Command } from 'commander'
import { serve as listen } from '../web/serve'
import { withContext } from './context'
import { textsOf } from './language'
import { port } from './number'
import { type Act, type Globals } from './program'
import { type Exit, type Terminal } from './terminal'

interface Options extends Globals { port: number; host: string; name?: string[] }

export function declare(command: Command, act: Act): void {
  command.option('--port <port>', 'the next free one is taken where it is in use', port, 8080)
    .option('--host <address>', 'address to listen at', '127.0.0.1')
    .option('--name <names...>', 'further names that it is asked for by, such as orders.example.com')
    .action(act(serve))
}

async function serve(terminal: Terminal, options: Options): Promise<Exit> {
  return withContext(terminal, options, async (context) => {
    const served = await listen({ context, port: options.port, host: options.host, names: options.name, texts: textsOf(terminal, options) })
    if (served.moved) terminal.err(`Port ${options.port} is in use; another one is taken.\n`)
    await terminal.out(options.json ? `${JSON.stringify({ url: served.url })}\n` : `${served.url} (Ctrl-C ends)\n`)
    if (!terminal.signal.aborted) await once(terminal.signal, 'abort')
    await served.close()
    return 0
  })
}
