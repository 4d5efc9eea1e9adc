import { type Command } from 'commander'
import { STATUSES } from '../orders/status'
import { reprocess as readAgain, type ReprocessFilter } from '../sync/reprocess'
import { companyOf, withContext } from './context'
import { plain } from './display'
import { Failure } from './failure'
import { nameOf } from './orderNamed'
import { type Act, type Globals } from './program'
import { table } from './table'
import { type Exit, type Terminal } from './terminal'

interface Options extends Globals { filter?: string[]; diff?: boolean }

export function declare(command: Command, act: Act): void {
  command.option('--filter <what...>', 'partner=CODE, status=STATUS, channel=NAME, from=DATE, to=DATE')
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

function filterOf(settings: readonly string[]): ReprocessFilter {
  const filter: ReprocessFilter = {}
  for (const setting of settings) {
    const [, name, value] = /^(\w+)=(.+)$/.exec(setting) ?? []
    if (value === undefined) throw new Failure(`--filter ${setting}: it is NAME=VALUE.`)
    if (name === 'partner') filter.buyer = value
    else if (name === 'channel') filter.channel = value
    else if ((name === 'from' || name === 'to') && /^\d{4}-\d{2}-\d{2}$/.test(value)) filter[name] = value
    else if (name === 'status') {
      filter.status = STATUSES.find((status) => status === value)
      if (!filter.status) throw new Failure(`--filter ${setting}: a status is one of ${STATUSES.join(', ')}.`)
    } else throw new Failure(`--filter ${setting}: it is partner, status, channel, from or to; dates are YYYY-MM-DD.`)
  }
  return filter
}
