import { type Command, InvalidArgumentError } from 'commander'
import { type Difference, differences, type Version, versionsOf } from '../orders/versions'
import * as streams from '../store/streams'
import { sentence } from '../web/events'
import { type Texts } from '../web/texts/texts'
import { companyOf, withContext } from './context'
import { Failure } from './failure'
import { headed, heading, textsOf } from './language'
import { positive } from './number'
import { nameOf, orderNamed } from './orderNamed'
import { type Act, type Globals } from './program'
import { table } from './table'
import { type Exit, type Terminal } from './terminal'
import { type Times, timesOf } from './times'

type Pair = readonly [number, number]

export function declare(command: Command, act: Act): void {
  command.argument('<order>', 'number, id, or the buyer\'s reference')
    .option('--compare <a,b>', 'the fields in which two of them differ, as in 1,3', pair)
    .action(act(versions))
}

/** R-CHG-08: the versions of an order, or what two of them differ in. */
async function versions(terminal: Terminal, options: Globals & { compare?: Pair }, name: string): Promise<Exit> {
  return withContext(terminal, options, async (context) => {
    const found = await orderNamed(context.store, await companyOf(context, options), name)
    const all = versionsOf(await streams.load(context.store, found.company, `order/${found.id}`))
    const texts = textsOf(terminal, options)
    if (options.compare) {
      const [before, after] = [versionOf(all, options.compare[0], nameOf(found)), versionOf(all, options.compare[1], nameOf(found))]
      const differ = differences(before.order, after.order)
      await terminal.out(options.json ? rows(differ) : compared(before, after, differ, texts))
    } else {
      await terminal.out(options.json ? rows(all.map(({ no, event, order }) => ({ version: no, at: event.at, actor: event.actor, type: event.type, order }))) : listed(all, await timesOf(context, found.company), texts))
    }
    return 0
  })
}

const listed = (all: readonly Version[], { zone, time }: Times, texts: Texts): string => table(headed<Version>(texts, [
  { title: 'version', value: ({ no }) => no, right: true }, { title: `at (${zone})`, value: ({ event }) => time(event.at) },
  { title: 'by', value: ({ event }) => event.actor }, { title: 'what', value: ({ event }) => sentence(event, texts) },
]), all)

const compared = (before: Version, after: Version, differ: readonly Difference[], texts: Texts): string => table<Difference>([
  { title: heading(texts, 'line'), value: (one) => one.line }, { title: heading(texts, 'field'), value: (one) => one.field },
  { title: `${heading(texts, 'version')} ${before.no}`, value: (one) => one.before, most: 48 }, { title: `${heading(texts, 'version')} ${after.no}`, value: (one) => one.after },
], differ, heading(texts, 'No difference.'))

const rows = (all: readonly object[]): string => all.map((one) => `${JSON.stringify(one)}\n`).join('')

function pair(text: string): Pair {
  const [, a, b] = /^(\d+),(\d+)$/.exec(text) ?? []
  if (a === undefined || b === undefined) throw new InvalidArgumentError('It must be two versions, as in 1,3.')
  return [positive(a), positive(b)]
}

function versionOf(all: readonly Version[], no: number, order: string): Version {
  const found = all[no - 1]
  if (!found) throw new Failure(`${order} has no version ${no}: it has ${all.length}.`)
  return found
}
