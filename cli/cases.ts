import { type Command } from 'commander'
import * as store from '../store/cases'
import { type CaseRecord } from '../store/records'
import { type Waiting, waitingOrders } from '../web/waiting'
import { type Context } from '../sync/context'
import { companyOf, withContext } from './context'
import { list } from './list'
import { positive } from './number'
import { type Act, type Globals } from './program'
import { type Column, table } from './table'
import { type Exit, type Terminal } from './terminal'
import { type Times, timesOf } from './times'

interface Options extends Globals { kind?: string; closed?: boolean; limit: number }

export function declare(command: Command, act: Act): void {
  command.option('--kind <kind>', 'only cases of it, such as quarantine or dead-letter')
    .option('--closed', 'the closed ones instead')
    .option('--limit <count>', 'the last seen so many', positive, 100)
    .action(act(cases))
}

/** Open cases, and beside them the orders that wait for a person; these have no case of their own. */
async function cases(terminal: Terminal, options: Options): Promise<Exit> {
  return withContext(terminal, options, async (context) => {
    const company = await companyOf(context, options)
    const times = await timesOf(context, company)
    const found = await store.list(context.store, company, { state: options.closed ? 'closed' : 'open', kind: options.kind, limit: options.limit })
    const waiting = options.closed || options.kind !== undefined ? [] : await waitingOrders(context.store, company, options.limit)
    if (found.length > 0 || waiting.length === 0) await list(terminal, options, caseColumns(context, times), found, options.closed ? 'No closed cases.' : 'Nothing waits for a person.')
    if (options.json) await list(terminal, options, [], waiting, '')
    else if (waiting.length > 0) await terminal.out(`${found.length > 0 ? '\n' : ''}Orders that wait\n${table(waitingColumns(times), waiting)}`)
    return 0
  })
}

const caseColumns = (context: Context, { zone, time }: Times): Column<CaseRecord>[] => [
  { title: 'id', value: (one) => one.id },
  { title: 'kind', value: (one) => one.kind },
  { title: 'cause', value: (one) => (typeof one.detail?.cause === 'string' ? one.detail.cause : undefined) },
  { title: 'owner', value: (one) => one.owner },
  { title: 'system', value: (one) => one.system },
  { title: 'about', value: (one) => one.subject, most: 44 },
  { title: 'ours', value: (one) => one.ours, most: 16 },
  { title: 'theirs', value: (one) => one.theirs, most: 16 },
  { title: 'open for', value: (one) => (one.state === 'open' ? ageText(context.clock.now().getTime() - Date.parse(one.firstSeen)) : undefined) },
  { title: `last seen (${zone})`, value: (one) => time(one.lastSeen) },
  { title: 'what', value: (one) => (one.result === undefined ? one.text : `${one.text} — closed by ${one.closedBy}: ${one.result}`) },
]

const waitingColumns = ({ zone, time }: Times): Column<Waiting>[] => [
  { title: 'order', value: (one) => one.order },
  { title: 'buyer', value: (one) => one.buyer ?? '?', most: 20 },
  { title: 'waits for', value: (one) => (one.kind === 'held' ? 'held' : `approval by ${one.role}`) },
  { title: `due (${zone})`, value: (one) => time(one.due) },
  { title: `since (${zone})`, value: (one) => time(one.since) },
  { title: 'why', value: (one) => one.why },
]

/** How long something has waited, in the largest unit that tells it. */
function ageText(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000))
  if (minutes < 120) return `${minutes} min`
  return minutes < 2880 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 1440)} days`
}
