import { type Call, type Connector, type Kind, type ListFilter, type Outgoing, type Remote, type SystemConfig } from '../connector'
import { Fault } from '../fault'
import { openHttp } from '../http'
import { nowBy } from '../skew'
import { checkAccess } from './access'
import { answerQuotation, quotationOf } from './answerQuotation'
import { receivables, stock } from './balances'
import { checkCompany } from './company'
import { changesSince, type Reader, type Row } from './changes'
import { commitmentRemote, isCommitted, putCommitment, withdrawCommitment } from './commitment'
import { type Desk, deskOf } from './desk'
import { isGoodsIssue, readDespatches } from './despatch'
import { postGoodsIssue } from './goodsIssue'
import { invoiceNumber, readInvoices } from './invoice'
import { customers, items } from './masterData'
import { parseLogin, parseOptions } from './options'
import { isPart, isPartComplete, partRemote, readPartRows } from './part'
import { namedInvoice } from './invoiceNames'
import { readPaidInvoices, readPayments } from './payment'
import { prices } from './prices'
import { isProduction, productionRemote, readProductionRows } from './production'
import { inTurn } from './queue'
import { rpcOf, type Server, sure } from './rpc'
import { isAnswered, quotationRemote, readQuotationRows } from './quotation'
import { isComplete, isOurs, orderRemote, readSales, type Sale, withoutCopies } from './sale'
import { findSale } from './findSale'
import { creditInvoice, postInvoice } from './sendInvoice'
import { cancelOrder, changeOrder, createOrder } from './sendOrder'
import { cancelPart, partOf, putPart } from './sendPart'
import { cancelProduction, productionOf, putProduction } from './sendProduction'
import { sessionsOf } from './session'
import { toInstant } from './wire'

/** Above the 30 s for which a locked database keeps a call waiting: below, a busy server looks like a lost call. */
const TIMEOUT_MS = 32_000
/** A call may still commit 30 s after we have gone. */
const SETTLE_MS = 35_000

/**
 * Tryton 6.0 over JSON-RPC, as ERP beside other systems or as the one that also ships, invoices and is paid, as warehouse, finance, shop floor or CRM. It takes no key of
 * ours and keeps no reference unique, so we look before we create; our order id is the sale's reference (indexed, kept by every
 * later step, printed on nothing), our number its number, the buyer's reference its description.
 */
export function tryton(config: SystemConfig): Connector {
  const options = parseOptions(config)
  const login = parseLogin(config)
  const timeout = config.timeout ?? TIMEOUT_MS
  const http = openHttp({ system: config.name, base: config.url, timeout, allowPrivate: options.allowPrivate, secrets: login ? [login.password] : [], pace: config.pace })
  const server: Server = { system: config.name, http, sessions: sessionsOf(http, config.name, config.url, login), accept: options.accept }
  const deskFor = (call?: Call): Promise<Desk> => deskOf(rpcOf(server, call), config.url, options)
  const orders = config.role === 'finance' ? COMMITMENTS : SALES
  const served = (kind: Kind): void => {
    if (!(options.follows as readonly Kind[]).includes(kind)) throw new Fault('refused', `${config.name} is not asked for ${kind}: name it in the system's options.follows`)
  }

  const recordsOf = (kind: Kind): ((desk: Desk) => Reader) | undefined =>
    (kind === 'order' ? ({ rpc, units }) => async (domain, query) => (await readSales(rpc, units, domain, query)).map((sale) => saleRow(sale, orders)) : RECORDS.get(kind))

  async function* references(kind: Kind, call?: Call): AsyncGenerator<Remote> {
    const list = REFERENCES.get(kind)
    if (!list) throw new Fault('refused', `${config.name} keeps no ${kind}`)
    yield* list(await deskFor(call))
  }

  return {
    name: config.name,
    repeat: 'find',
    settle: config.settle ?? SETTLE_MS,
    timeout,
    follows: options.follows,
    skew: () => http.skew(),
    check: async (call) => {
      const rpc = rpcOf(server, call)
      await checkCompany(rpc, options)
      await checkAccess(rpc, options, config.role)
    },
    find: async (kind, ourId, call) => (kind === 'order' ? findOrder(await deskFor(call), orders, ourId) : find(await deskFor(call), kind, ourId)),
    read: async (kind, theirId, call) => {
      if (kind !== 'order' || !/^\d{1,15}$/.test(theirId)) throw new Fault('refused', `${config.name} is asked for one ${kind} by our id`)
      const { rpc, units } = await deskFor(call)
      const [sale] = await readSales(rpc, units, [['id', '=', Number(theirId)]], { limit: 1 })
      return sale && orders.isThere(sale) ? orders.remote(sale) : undefined
    },
    send: async (message, call) => {
      const send = message.kind === 'order' ? orders.sends[message.action] : SENDS.get(`${message.kind} ${message.action}`)
      if (!send) throw new Fault('refused', `${config.name} takes no ${message.action} of ${message.kind}`)
      const desk = await deskFor({ ...call, correlation: call?.correlation ?? message.correlation })
      return inTurn(`${config.url} ${message.ourId.split('/')[0]}`, () => sure(desk.rpc, () => send(desk, message)))
    },
    changes: async function* (kind, since, call) {
      served(kind)
      const records = recordsOf(kind)
      if (!records) {
        for await (const remote of references(kind, call)) yield { cursor: since, remote }
        return
      }
      const desk = await deskFor(call)
      const read: Reader = kind === 'order' ? async (domain, query) => (await withoutCopies(desk.rpc, await readSales(desk.rpc, desk.units, domain, query))).map((sale) => saleRow(sale, orders)) : records(desk)
      yield* changesSince({ since, overlapMs: options.overlapMs, pageSize: options.pageSize, read, nowThere: () => nowBy(http.skew()) })
    },
    list: (kind, filter, call) => {
      served(kind)
      const records = recordsOf(kind)
      return { orderedBy: 'none', rows: records ? listed(() => deskFor(call), kind, records, filter, options.pageSize) : references(kind, call) }
    },
  }
}

type SendOrder = (desk: Desk, message: Outgoing) => Promise<Remote>

/** What a sale of ours is there, by the role that the system plays. */
interface Orders {
  sends: Record<Outgoing['action'], SendOrder>
  isThere: (sale: Sale) => boolean
  remote: (sale: Sale) => Remote
}

const SALES: Orders = {
  sends: {
    create: async (desk, message) => orderRemote(await createOrder(desk, message)),
    change: async (desk, message) => orderRemote(await changeOrder(desk, message)),
    cancel: async (desk, message) => orderRemote(await cancelOrder(desk, message)),
  },
  isThere: isComplete,
  remote: orderRemote,
}

const COMMITMENTS: Orders = {
  sends: {
    create: async (desk, message) => commitmentRemote(await putCommitment(desk, message)),
    change: async (desk, message) => commitmentRemote(await putCommitment(desk, message)),
    cancel: async (desk, message) => commitmentRemote(await withdrawCommitment(desk, message)),
  },
  isThere: isCommitted,
  remote: commitmentRemote,
}

const SENDS = new Map<string, SendOrder>([
  ['part create', async (desk, message) => partRemote(await putPart(desk, message), desk.units)],
  ['part change', async (desk, message) => partRemote(await putPart(desk, message), desk.units)],
  ['part cancel', async (desk, message) => partRemote(await cancelPart(desk, message), desk.units)],
  ['production create', async (desk, message) => productionRemote(await putProduction(desk, message), desk.units)],
  ['production change', async (desk, message) => productionRemote(await putProduction(desk, message), desk.units)],
  ['production cancel', async (desk, message) => productionRemote(await cancelProduction(desk, message), desk.units)],
  ['quotation create', async (desk, message) => quotationRemote(await answerQuotation(desk, message), desk.units, desk.options.paymentTerms)],
  ['quotation cancel', async (desk, message) => quotationRemote(await answerQuotation(desk, message), desk.units, desk.options.paymentTerms)],
  ['despatch create', async (desk, message) => {
    const id = await postGoodsIssue(desk, message)
    return one(await readDespatches(desk, [['id', '=', id]]), `${desk.rpc.system}: delivery ${id} is not done, although it was posted: look at it there`)
  }],
  ['invoice create', async (desk, message) => readPosted(desk, await postInvoice(desk, message))],
  ['invoice cancel', async (desk, message) => readPosted(desk, await creditInvoice(desk, message))],
])

const readPosted = async ({ rpc, units }: Desk, id: number): Promise<Remote> => one(await readInvoices(rpc, units, [['id', '=', id]]), `${rpc.system}: invoice ${id} is not posted, although it was: look at it there`)

function one([remote]: readonly Remote[], otherwise: string): Remote {
  if (!remote) throw new Fault('refused', otherwise)
  return remote
}

/** Records that are followed by their time stamps, besides orders. */
const RECORDS = new Map<Kind, (desk: Desk) => Reader>([
  ['part', ({ rpc, units }) => async (domain, query) => readPartRows(rpc, units, domain, query)],
  ['production', ({ rpc, units }) => async (domain, query) => readProductionRows(rpc, units, domain, query)],
  ['quotation', (desk) => async (domain, query) => readQuotationRows(desk, domain, query)],
  ['despatch', (desk) => async (domain, query) => (await readDespatches(desk, domain, query)).map(rowOf)],
  ['invoice', ({ rpc, units }) => async (domain, query) => (await readInvoices(rpc, units, domain, query)).map(rowOf)],
  // a booking is joined to its invoice without a stamp of its own: the invoice's tells
  ['payment', ({ rpc, units }) => (domain, query) => readPaidInvoices(rpc, units, domain, query)],
])

const saleRow = (sale: Sale, orders: Orders): Row => ({ id: sale.id, changedAt: sale.changedAt, remotes: [orders.remote(sale)] })
const rowOf = (remote: Remote): Row => ({ id: Number(remote.theirId), changedAt: remote.asOf, remotes: [remote] })

/** What only a whole list tells: balances change without a stamp. */
const REFERENCES = new Map<Kind, (desk: Desk) => AsyncGenerator<Remote>>([
  ['customer', customers], ['item', items], ['price', prices], ['receivable', receivables], ['stock', stock],
])

async function findOrder(desk: Desk, orders: Orders, id: string): Promise<Remote | undefined> {
  const sale = isOurs(id) ? await findSale(desk, id) : undefined
  return sale && orders.isThere(sale) ? orders.remote(sale) : undefined
}

/**
 * Looks one up, by our id or, for what is made there, by theirs. A sale that is not in processing yet, or a delivery whose sale
 * was not told of it, is not there yet: its sending goes on.
 */
async function find(desk: Desk, kind: Kind, id: string): Promise<Remote | undefined> {
  const { rpc, units } = desk
  const theirs = /^\d{1,15}$/.test(id) ? [['id', '=', Number(id)]] : undefined
  switch (kind) {
    case 'part': {
      const part = isPart(id) ? await partOf(desk, id) : undefined
      return part && isPartComplete(part) ? partRemote(part, units) : undefined
    }
    case 'production': {
      const production = isProduction(id) ? await productionOf(desk, id) : undefined
      return production && productionRemote(production, units)
    }
    case 'quotation': {
      const quotation = await quotationOf(desk, id)
      return quotation && quotation.told?.order === id.split('/')[0] && isAnswered(quotation) ? quotationRemote(quotation, units, desk.options.paymentTerms) : undefined
    }
    case 'despatch': {
      const sale = isGoodsIssue(id) ? await findSale(desk, id.split('/')[0]!) : undefined
      if (sale && !isComplete(sale)) return undefined
      const domain = theirs ?? (sale ? [['reference', '=', id]] : undefined)
      return domain && (await readDespatches(desk, domain))[0]
    }
    case 'invoice': {
      const number = invoiceNumber(id)
      // ours carries our id; one that is made there is named by its number
      const domain = theirs ?? (number === undefined ? undefined : [['OR', ['reference', '=', id], [...await namedInvoice(rpc, number), ['reference', '=', null]]]])
      return domain && (await readInvoices(rpc, units, domain))[0]
    }
    case 'payment': return theirs && (await readPayments(rpc, units, theirs))[0]
    default: throw new Fault('refused', `${rpc.system} cannot look up one ${kind}: list them`)
  }
}

/** All of a kind; with `changedSince` what changed since, and of sales what is open. Pages go by time and id. */
async function* listed(desk: () => Promise<Desk>, kind: Kind, records: (desk: Desk) => Reader, { changedSince }: ListFilter, pageSize: number): AsyncGenerator<Remote> {
  const read = records(await desk())
  const recent = changedSince === undefined ? [] : [since(kind, changedSince)]
  for (let last = 0; ;) {
    const rows = await read([...recent, ['id', '>', last]], { limit: pageSize, order: [['id', 'ASC']] })
    for (const { remotes } of rows) yield* remotes
    if (rows.length < pageSize) return
    last = rows.at(-1)!.id
  }
}

function since(kind: Kind, instant: string): unknown[] {
  const stamp = toInstant(instant)
  return ['OR', ['write_date', '>=', stamp], ['create_date', '>=', stamp], ...(kind === 'order' ? [['state', 'not in', ['done', 'cancelled']]] : [])]
}
