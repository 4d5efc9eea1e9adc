import { type Command, Option } from 'commander'
import { STATUSES, type OrderStatus } from '../orders/status'
import { type Order } from '../orders/order'
import { worth } from '../orders/total'
import { searchOrders } from '../store/orderSearch'
import { shown, wantedOn } from '../web/figures'
import { companyOf, withContext } from './context'
import { headed, heading, textsOf, word } from './language'
import { list } from './list'
import { positive } from './number'
import { type Act, type Globals } from './program'
import { type Exit, type Terminal } from './terminal'
import { timesOf } from './times'

interface Options extends Globals { status?: OrderStatus; find?: string; limit: number }

export function declare(command: Command, act: Act): void {
  command.addOption(new Option('--status <status>', 'only those').choices(STATUSES))
    .option('--find <text>', 'only where number, reference or partner begins so')
    .option('--limit <count>', 'the newest so many', positive, 100)
    .action(act(orders))
}

async function orders(terminal: Terminal, options: Options): Promise<Exit> {
  return withContext(terminal, options, async ({ store, ...context }) => {
    const company = await companyOf({ ...context, store }, options)
    const { zone, time } = await timesOf({ store }, company)
    const found = await searchOrders(store, company, { text: options.find, status: options.status, limit: options.limit })
    const texts = textsOf(terminal, options)
    await list(terminal, options, headed<Order>(texts, [
      { title: 'number', value: (order) => order.number ?? '–' },
      { title: 'buyer', value: (order) => order.buyer ?? '?', most: 20 },
      { title: 'reference', value: (order) => order.reference ?? '–', most: 24 },
      { title: 'status', value: (order) => word(texts, texts.statuses, order.status) },
      { title: 'lines', value: (order) => order.lines.length, right: true },
      { title: 'payable', value: (order) => shown(worth(order), order.currency), right: true },
      { title: '', value: (order) => order.currency },
      { title: 'wanted', value: wantedOn },
      { title: `received (${zone})`, value: (order) => time(order.receivedAt) },
    ]), found, heading(texts, 'No orders.'))
    return 0
  })
}
