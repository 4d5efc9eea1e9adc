import { type Command } from 'commander'
import { withChange } from '../orders/changing'
import { isZero } from '../orders/decimal'
import { type StoredEvent } from '../orders/event'
import { type Order } from '../orders/order'
import { paymentState, stateOf } from '../orders/payments/balance'
import { worth } from '../orders/total'
import { type Difference, differences } from '../orders/versions'
import { disputesIn, type Dossier, dossierOf } from '../store/dossier'
import * as streams from '../store/streams'
import { STATUS_CONFLICT } from '../sync/contradictions'
import { cancelRows } from '../web/cancelRows'
import { sentence } from '../web/events'
import { type Texts } from '../web/texts/texts'
import { money, net, wantedOn } from '../web/figures'
import { companyOf, withContext } from './context'
import { plain } from './display'
import { headed, heading, textsOf, word } from './language'
import { nameOf, orderNamed } from './orderNamed'
import { type Act, type Globals } from './program'
import { type Cell, facts, table } from './table'
import { type Exit, type Terminal } from './terminal'
import { type Times, timesOf } from './times'

export function declare(command: Command, act: Act): void {
  command.argument('<order>', 'number, id, or the buyer\'s reference')
    .option('--timeline', 'all events, with who and when')
    .action(act(order))
}

async function order(terminal: Terminal, options: Globals & { timeline?: boolean }, name: string): Promise<Exit> {
  return withContext(terminal, options, async (context) => {
    const found = await orderNamed(context.store, await companyOf(context, options), name)
    const dossier = await dossierOf(context.store, found)
    const times = await timesOf(context, found.company)
    const texts = textsOf(terminal, options)
    const events = options.timeline ? await streams.load(context.store, found.company, `order/${found.id}`) : undefined
    if (options.json) await terminal.out(`${JSON.stringify({ ...dossier, ...(events ? { events } : {}) })}\n`)
    else await terminal.out(orderText(dossier, events, times, texts))
    return 0
  })
}

/** An order whole as a person reads it, with its timeline where there are events. */
export const orderText = (dossier: Dossier, events: readonly StoredEvent[] | undefined, times: Times, texts: Texts): string =>
  [header(dossier, times, texts), ...sections(dossier, times, texts), ...(events ? [timeline(events, times, texts)] : [])].join('\n')

function header({ order, openCases }: Pick<Dossier, 'order' | 'openCases'>, { zone, time }: Times, texts: Texts): string {
  const { currency } = order
  const at = (instant: string | undefined): string | undefined => instant && `${time(instant)} ${zone}`
  const pairs: (readonly [string, Cell])[] = [
    ['order', nameOf(order)], ['id', order.id], ['status', word(texts, texts.statuses, order.status)], ['buyer', [order.buyer, order.buyerParty?.name].filter((part) => part).join(', ')],
    ['reference', order.release ? `${order.reference} / ${order.release}` : order.reference], ['issued', order.issuedOn], ['wanted', wantedOn(order)],
    ['payable', money(worth(order), currency)], ['invoiced', money(order.invoicedAmount, currency)], ['paid', money(order.paidAmount, currency)], ['payment', order.invoicedAmount === '0' ? undefined : word(texts, texts.paymentStates, paymentState(order))],
    ['received', `${at(order.receivedAt)} ${texts.order.by(order.channel)}`], ['confirmed', at(order.confirmedAt)], ['quotation', order.quotation], ['document', order.document], ['because', order.reason && texts.said(order.reason)], ['opened again', order.reopened && `${order.reopened.by}: ${order.reopened.reason}`],
    ...order.holds.map((hold) => ['held', texts.said(hold)] as const), ...openCases.filter(({ kind }) => kind === STATUS_CONFLICT).map(({ text }) => ['conflict', texts.said(text)] as const),
  ]
  return facts(pairs.map(([title, value]) => [heading(texts, title), value]))
}

function sections({ order, links, messages, documents, openCases, openItems }: Dossier, { zone, time }: Times, texts: Texts): string[] {
  const kind = (one: { kind: string }): string => word(texts, texts.recordKinds, one.kind)
  const inDispute = disputesIn({ documents, openCases })
  const parts = [section(heading(texts, 'Lines'), table(headed<Order['lines'][number]>(texts, [
    { title: 'line', value: (line) => line.id }, { title: 'item', value: (line) => line.item ?? line.sellersItem ?? line.buyersItem ?? line.standardItem ?? '?', most: 20 },
    { title: 'ordered', value: (line) => line.quantity, right: true }, { title: 'unit', value: (line) => line.unit ?? line.sourceUnit },
    ...(order.lines.some((line) => line.production) ? [{ title: 'made', value: (line: Order['lines'][number]) => line.production?.made, right: true }] : []),
    ...(order.parts ? [{ title: 'warehouse', value: (line: Order['lines'][number]) => order.parts!.find(({ lines }) => lines.includes(line.id))?.system }] : []),
    { title: 'shipped', value: (line) => line.shipped, right: true }, { title: 'delivered', value: (line) => line.delivered, right: true },
    { title: 'invoiced', value: (line) => line.invoiced, right: true }, { title: 'cancelled', value: (line) => line.cancelled, right: true },
    ...(order.lines.some((line) => line.returned) ? [{ title: 'returned', value: (line: Order['lines'][number]) => line.returned, right: true }] : []),
    { title: 'price', value: (line) => line.price && (line.price.base ? `${line.price.amount}/${line.price.base}` : line.price.amount), right: true },
    { title: 'net', value: (line) => net(line, order.currency), right: true }, { title: 'description', value: (line) => line.description, most: 36 },
  ]), order.lines))]
  const add = <Row>(title: string, rows: readonly Row[], columns: Parameters<typeof table<Row>>[0]): void => { if (rows.length > 0) parts.push(section(heading(texts, title), table(headed(texts, columns), rows))) }
  if (order.change) parts.push(section(`${heading(texts, 'Change asked for')}: ${order.change.by}, ${order.change.reason}`, table<Difference>(headed(texts, [
    { title: 'line', value: (one) => one.line }, { title: 'field', value: (one) => one.field }, { title: 'now', value: (one) => one.before, most: 48 }, { title: 'changed', value: (one) => one.after },
  ]), differences(order, withChange(order, order.change)))))
  add('Cancel under way', cancelRows(order, messages, texts), [
    { title: 'system', value: (row) => row.system }, { title: 'kind', value: (row) => row.kind }, { title: 'state', value: (row) => row.state },
  ])
  add('In the systems', links, [
    { title: 'system', value: (link) => link.system }, { title: 'kind', value: kind }, { title: 'their number', value: (link) => link.number ?? link.theirId },
    { title: 'state', value: (link) => word(texts, texts.theirStates, link.state) }, { title: 'amount', value: (link) => money(link.amount, link.currency), right: true }, { title: `as of (${zone})`, value: (link) => time(link.asOf) },
  ])
  add('Documents', documents, [
    { title: 'kind', value: kind }, { title: 'number', value: (document) => document.number }, { title: 'issuer', value: (document) => document.issuer },
    { title: 'date', value: (document) => document.issuedOn }, { title: 'amount', value: (document) => money(document.amount, document.currency), right: true }, { title: 'state', value: (document) => word(texts, texts.theirStates, document.state) },
  ])
  add('Returns', order.returns ?? [], [
    { title: 'return', value: (one) => one.number }, { title: 'state', value: (one) => word(texts, texts.returnStates, one.state) }, { title: 'reason', value: (one) => word(texts, texts.returnReasons, one.reason) },
    { title: 'lines', value: (one) => texts.list(one.lines.map(texts.lineOf)) }, { title: 'credit', value: (one) => money(one.credit, order.currency), right: true },
    { title: 'credited', value: (one) => texts.list(order.documents.filter((link) => link.kind === 'creditNote' && link.return === one.number).map((link) => `${link.number} ${money(link.amount, order.currency)}`)) },
  ])
  add('Account', openItems, [
    { title: 'invoice', value: (item) => item.invoice }, { title: 'due', value: (item) => item.dueOn }, { title: 'amount', value: (item) => `${item.amount} ${item.currency}`, right: true },
    { title: 'paid', value: (item) => item.paid, right: true }, ...(openItems.some(({ credited }) => !isZero(credited)) ? [{ title: 'credited', value: (item: Dossier['openItems'][number]) => item.credited, right: true }] : []), { title: 'open', value: (item) => item.open, right: true }, { title: 'reminder', value: (item) => [item.level === 0 ? '' : `${item.level} (${item.remindedOn ?? ''})`, inDispute(item) ? texts.order.dispute : ''].filter((part) => part).join(', ') }, { title: 'state', value: (item) => word(texts, texts.paymentStates, stateOf(item.amount, item.paid, item.credited)) },
  ])
  add('Confirmed by the customer', order.confirmations ?? [], [
    { title: 'said by', value: (one) => one.person }, { title: 'contact', value: (one) => one.contact }, { title: 'means', value: (one) => texts.confirmationMeans[one.means] }, { title: `at (${zone})`, value: (one) => time(one.at) },
    { title: 'by', value: (one) => one.by }, { title: 'document', value: (one) => one.document },
  ])
  add('Approvals', order.approvals, [
    { title: 'step', value: (step) => step.step }, { title: 'role', value: (step) => word(texts, texts.owners, step.role) }, { title: 'state', value: (step) => word(texts, texts.approvalStates, step.state) }, { title: `since (${zone})`, value: (step) => time(step.askedAt) }, { title: 'by', value: (step) => step.decidedBy }, { title: `decided (${zone})`, value: (step) => time(step.decidedAt) },
    { title: `due (${zone})`, value: (step) => time(step.dueAt) }, { title: 'why', value: (step) => (step.reason ? `${texts.said(step.why)} — ${step.reason}` : texts.said(step.why)) },
  ])
  add('Findings of the last review', order.findings, [
    { title: 'rule', value: (finding) => word(texts, texts.rules, finding.rule) }, { title: 'does', value: (finding) => word(texts, texts.severities, finding.severity) }, { title: 'line', value: (finding) => finding.line }, { title: 'what', value: (finding) => texts.said(finding.text) },
  ])
  add('Open cases', openCases, [
    { title: 'kind', value: (one) => word(texts, texts.caseKinds, one.kind) }, { title: 'system', value: (one) => one.system }, { title: 'id', value: (one) => one.id }, { title: 'what', value: (one) => texts.said(one.text) },
  ])
  add('Messages', messages, [
    { title: 'system', value: (message) => message.system }, { title: 'effect', value: (message) => `${word(texts, texts.actions, message.action)} ${kind(message)}` }, { title: 'state', value: (message) => word(texts, texts.messageStates, message.state) },
    { title: 'attempts', value: (message) => message.attempt, right: true }, { title: 'id', value: (message) => message.id }, { title: 'last fault', value: (message) => message.state === 'done' || !message.fault ? undefined : texts.said(message.fault.text) },
  ])
  return parts
}

const timeline = (events: readonly StoredEvent[], { zone, time }: Times, texts: Texts): string => section(heading(texts, 'Timeline'), table(headed<StoredEvent>(texts, [
  { title: '', value: (event) => event.sequence, right: true }, { title: `at (${zone})`, value: (event) => time(event.at) }, { title: 'by', value: (event) => event.actor },
  { title: 'caused by', value: (event) => event.cause, most: 28 }, { title: 'what', value: (event) => sentence(event, texts) },
]), events))

const section = (title: string, body: string): string => `${plain(title)}\n${body}`
