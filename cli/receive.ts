import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { type Command } from 'commander'
import { type Order } from '../orders/order'
import * as orders from '../store/orders'
import { type ArrivalItem } from '../store/records'
import { type Context } from '../sync/context'
import { describe } from '../sync/describe'
import { uuidv7 } from '../sync/ids'
import { receive as take, type Received } from '../sync/receive'
import { withContext } from './context'
import { plain } from './display'
import { type Act, type Globals } from './program'
import { table } from './table'
import { type Exit, type Terminal } from './terminal'
import { unreadable } from './unreadable'

export function declare(command: Command, act: Act): void {
  command.argument('<files...>', 'documents of any format')
    .option('--sender <address>', 'who sent them, where the documents do not say')
    .action(act(receive))
}

/** One message of a document, and the order that it became or repeats. */
interface Taken extends ArrivalItem { state?: Order }

async function receive(terminal: Terminal, options: Globals & { sender?: string }, files: string[]): Promise<Exit> {
  return withContext(terminal, options, async (context) => {
    let exit: Exit = 0
    for (const file of files) {
      const bytes = await readFile(file).catch((error: unknown) => { terminal.err(`order-to-cash: ${plain(file)}: ${unreadable(error)}\n`) })
      if (!bytes) { exit = 1; continue }
      const received = await take(context, { channel: 'file', transportId: uuidv7(), bytes, fileName: basename(file), sender: options.sender })
      const items = await Promise.all(received.items.map((item) => withOrder(context, item)))
      await terminal.out(options.json ? json(file, received, items) : human(file, received, items))
      if (exit === 0 && needsPerson(received, items)) exit = 2
    }
    return exit
  })
}

const withOrder = async (context: Context, item: ArrivalItem): Promise<Taken> =>
  ({ ...item, state: item.order && item.company ? await orders.get(context.store, item.company, item.order) : undefined })

const needsPerson = (received: Received, items: readonly Taken[]): boolean =>
  items.length === 0 || received.arrival.outcome === 'quarantined' || items.some((item) => item.outcome === 'quarantined' || item.outcome === 'held' || item.state?.status === 'awaitingApproval')

function json(file: string, { arrival }: Received, items: readonly Taken[]): string {
  return `${JSON.stringify({
    file, arrival: arrival.id, sha256: arrival.sha256, outcome: arrival.outcome, problems: arrival.problems,
    messages: items.map(({ state, ...item }) => ({ ...item, number: state?.number, reference: state?.reference, status: state?.status })),
  })}\n`
}

function human(file: string, { arrival }: Received, items: readonly Taken[]): string {
  const problems = arrival.problems.map((problem) => `  ${problem.severity} ${problem.code}: ${plain(describe(problem))}\n`).join('')
  const rows = items.length === 0 ? '' : table([
    { title: 'message', value: (item) => item.no, right: true },
    { title: 'type', value: (item) => item.type, most: 16 },
    { title: 'became', value: (item) => item.outcome },
    { title: 'order', value: (item) => item.state?.number },
    { title: 'reference', value: (item) => item.state?.reference, most: 24 },
    { title: 'buyer', value: (item) => item.state?.buyer, most: 16 },
    { title: 'status', value: (item) => item.state?.status },
    { title: 'why', value: (item) => why(item) },
  ], items)
  return `${plain(file)}: ${arrival.outcome}, document ${arrival.sha256.slice(0, 12)}…\n${problems}${rows}\n`
}

const why = ({ text, state }: Taken): string | undefined =>
  text ?? (state && asked(state)) ?? state?.reason

/** Roles that are asked the same are named together. */
const asked = ({ approvals }: NonNullable<Taken['state']>): string =>
  [...Map.groupBy(approvals.filter(({ state }) => state === 'open'), ({ why: asks }) => asks)].map(([asks, steps]) => `${steps.map(({ role }) => role).join(', ')}: ${asks}`).join(' ')
