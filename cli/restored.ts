import { type Command } from 'commander'
import { noteRestored, restoredFrom } from '../store/restored'
import { relearn } from '../sync/relearn'
import { withActor } from './context'
import { plain } from './display'
import { Failure } from './failure'
import { type Act, type Globals } from './program'
import { type Exit, type Terminal } from './terminal'

interface Options extends Globals { takenAt?: string }

export function declare(command: Command, act: Act): void {
  command.option('--taken-at <instant>', 'when the backup was taken, where a database server\'s own tools took it; one of "order-to-cash backup" says so itself')
    .addHelpText('after', '\nNo new order is taken and no number given before this is done. Every job does it first by itself.')
    .action(act(restored))
}

async function restored(terminal: Terminal, options: Options): Promise<Exit> {
  return withActor(terminal, options, async (context) => {
    const { takenAt } = options
    if (takenAt !== undefined) {
      if (Number.isNaN(Date.parse(takenAt))) throw new Failure(`--taken-at ${takenAt}: it is an instant (2026-03-02T00:30:00Z).`)
      await context.store.write((tx) => noteRestored(tx, new Date(takenAt).toISOString()))
    }
    if (await restoredFrom(context.store) === undefined) throw new Failure('This store was not put back from a backup, or has learned what happened since. Where a server\'s own tools put it back, say when that backup was taken: --taken-at INSTANT.')
    const learned = (await relearn(context))!
    if (options.json) await terminal.out(`${JSON.stringify(learned)}\n`)
    else await terminal.out(`Orders learned again since ${learned.since}: ${learned.orders.length}${learned.orders.length === 0 ? '' : ` (${plain(learned.orders.join(', '))})`}.\n`)
    for (const one of learned.lost) terminal.err(`Not learned: ${plain(one)}\n`)
    terminal.err('What else was lost and what to do about it says the case "restored"; "order-to-cash run nightly" compares all systems.\n')
    return 2
  })
}
