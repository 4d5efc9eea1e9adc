import { type Command } from 'commander'
import * as store from '../store/cases'
import { type CaseRecord } from '../store/records'
import { type Texts } from '../web/texts/texts'
import { type Waiting, waitingOrders } from '../web/waiting'
import { type Context } from '../sync/context'
import { companyOf, withContext } from './context'
import { headed, heading, textsOf, word } from './language'
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
    const texts = textsOf(terminal, options)
    const found = await store.list(context.store, company, { state: options.closed ? 'closed' : 'open', kind: options.kind, limit: options.limit })
    const waiting = options.closed || options.kind !== undefined ? [] : await waitingOrders(context.store, company, options.limit)
    if (found.length > 0 || waiting.length === 0) await list(terminal, options, headed(texts, caseColumns(context, times, texts)), found, heading(texts, options.closed ? 'No closed cases.' : 'Nothing waits for a person.'))
    if (options.json) await list(terminal, options, [], waiting, '')
    else if (waiting.length > 0) await terminal.out(`${found.length > 0 ? '\n' : ''}${heading(texts, 'Orders that wait')}\n${table(headed(texts, waitingColumns(times, texts)), waiting)}`)
    return 0
  })
}

const caseColumns = (context: Context, { zone, time }: Times, texts: Texts): Column<CaseRecord>[] => [
  { title: 'id', value: (one) => one.id },
  { title: 'kind', value: (one) => word(texts, texts.caseKinds, one.kind) },
  { title: 'cause', value: (one) => (typeof one.detail?.cause === 'string' ? word(texts, texts.causes, one.detail.cause) : undefined) },
  { title: 'owner', value: (one) => one.owner && word(texts, texts.owners, one.owner) },
  { title: 'system', value: (one) => one.system },
  { title: 'about', value: (one) => one.subject, most: 44 },
  { title: 'ours', value: (one) => one.ours, most: 16 },
  { title: 'theirs', value: (one) => one.theirs, most: 16 },
  { title: 'open for', value: (one) => (one.state === 'open' ? texts.age(context.clock.now().getTime() - Date.parse(one.firstSeen)) : undefined) },
  { title: `last seen (${zone})`, value: (one) => time(one.lastSeen) },
  { title: 'what', value: (one) => (one.result === undefined ? texts.said(one.text) : texts.closedCase(texts.said(one.text), one.closedBy ?? '', texts.said(one.result))) },
]

const waitingColumns = ({ zone, time }: Times, texts: Texts): Column<Waiting>[] => [
  { title: 'order', value: (one) => one.order },
  { title: 'buyer', value: (one) => one.buyer ?? '?', most: 20 },
  { title: 'waits for', value: (one) => (one.kind === 'held' ? word(texts, texts.statuses, 'held') : texts.language === 'en' ? `approval by ${one.role}` : texts.waiting.approvalBy(texts.owners[one.role!] ?? one.role!)) },
  { title: `due (${zone})`, value: (one) => time(one.due) },
  { title: `since (${zone})`, value: (one) => time(one.since) },
  { title: 'why', value: (one) => texts.said(one.why) },
]
