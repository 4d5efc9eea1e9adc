import { type Command } from 'commander'
import { reprocess as readAgain } from '../sync/reprocess'
import { companyOf, withContext } from './context'
import { plain } from './display'
import { filterOf, FILTERS } from './orderFilter'
import { nameOf } from './orderNamed'
import { type Act, type Globals } from './program'
import { table } from './table'
import { type Exit, type Terminal } from './terminal'

interface Options extends Globals { filter?: string[]; diff?: boolean }

export function declare(command: Command, act: Act): void {
  command.option('--filter <what...>', FILTERS)
    .option('--diff', 'show each place that would differ')
    .addHelpText('after', '\nNothing is changed: what should be is entered with "order-to-cash change".')
    .action(act(reprocess))
}

/** Exit 2 where an order would differ, or could not be compared. */
async function reprocess(terminal: Terminal, options: Options): Promise<Exit> {
  const filter = filterOf(options.filter ?? [])
  return withContext(terminal, options, async (context) => {
    const counts = { read: 0, differ: 0, notCompared: 0 }
    for await (const { order, differences, problem } of readAgain(context, await companyOf(context, options), filter)) {
      counts.read++
      if (problem !== undefined) counts.notCompared++
      else if (differences.length > 0) counts.differ++
      else continue
      if (options.json) await terminal.out(`${JSON.stringify({ order: order.id, number: order.number, reference: order.reference, buyer: order.buyer, status: order.status, problem, differences })}\n`)
      else {
        await terminal.out(`${plain(nameOf(order))} (${order.buyer ?? 'unknown buyer'}, ${order.status}): ${problem ?? `${differences.length} ${differences.length === 1 ? 'difference' : 'differences'}`}\n`)
        if (options.diff && differences.length > 0) await terminal.out(table([{ title: 'where', value: (one) => one.path }, { title: 'then', value: (one) => shown(one.expected), most: 60 }, { title: 'now', value: (one) => shown(one.made) }], differences))
      }
    }
    if (!options.json) await terminal.out(`${counts.read} orders read again, ${counts.differ} would differ, ${counts.notCompared} could not be compared.\n`)
    return counts.differ + counts.notCompared > 0 ? 2 : 0
  })
}

const shown = (value: unknown): string => (value === undefined ? '–' : JSON.stringify(value))
