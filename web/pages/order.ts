import { withChange } from '../../orders/changing'
import { compare, isZero } from '../../orders/decimal'
import { paymentState, stateOf } from '../../orders/payments/balance'
import { type AskedChange, type Order } from '../../orders/order'
import { type Party } from '../../orders/draft'
import { worth } from '../../orders/total'
import { differences } from '../../orders/versions'
import { disputesIn, type Dossier, dossierOf } from '../../store/dossier'
import * as cases from '../../store/cases'
import * as config from '../../store/config'
import * as exchanges from '../../store/exchanges'
import * as interchanges from '../../store/interchanges'
import * as orders from '../../store/orders'
import * as streams from '../../store/streams'
import { STATUS_CONFLICT } from '../../sync/contradictions'
import { cancelRows } from '../cancelRows'
import { money, net, wantedOn } from '../figures'
import { html, type Html } from '../html'
import { facts, type Page, section, status } from '../page'
import { lanes } from '../lanes'
import { type Asked } from '../request'
import { table } from '../table'
import { momentsOf } from '../timeline'
import { caseTable } from './cases'
import { exchangeList, SHOWN_ATTEMPTS } from './orderExchanges'
import { systemCards } from './orderSystems'

/** One order by its number or id. */
export async function orderPage(asked: Asked): Promise<Page | undefined> {
  const { store, company, texts, path } = asked
  const name = path[0]!
  const order = await orders.byNumber(store, company.code, name) ?? await orders.get(store, company.code, name)
  if (!order) return undefined
  const stream = `order/${order.id}`
  const [dossier, events, ever, systems, exchanged] = await Promise.all([
    dossierOf(store, order), streams.load(store, company.code, stream), cases.ofSubject(store, company.code, stream), config.listSystems(store, company.code), interchanges.list(store, company.code, { stream }),
  ])
  const tried = await exchanges.lastOf(store, dossier.messages.map(({ position }) => position), SHOWN_ATTEMPTS)
  const words = texts.order
  return {
    title: words.title(order.number ?? order.reference ?? order.id), nav: '/orders',
    body: html`<p>${status(order.status, texts)}${dossier.openCases.some(({ kind }) => kind === STATUS_CONFLICT) && html` <span class="pill bad">${texts.caseKinds[STATUS_CONFLICT]}</span>`}</p>
${order.holds.length > 0 && section(words.holds, html`<ul>${order.holds.map((hold) => html`<li>${texts.said(hold)}</li>`)}</ul>`)}
${dossier.openCases.length > 0 && section(words.cases, caseTable(dossier.openCases, asked, texts.none, new Map([[`order/${order.id}`, order.number ?? order.id]])))}
${order.change !== undefined && section(`${words.change}: ${order.change.by}, ${order.change.reason}`, changeTable(order, order.change, asked))}
${order.cancel !== undefined && section(texts.cancel.title, cancelTable(dossier, asked))}
${header(order, asked)}
${section(words.lines, lineTable(order, asked))}
${section(words.systems, systemCards(dossier, systems, asked))}
${section(words.timeline, lanes(momentsOf({ events, messages: dossier.messages, cases: ever }, texts), asked))}
${dossier.openItems.length > 0 && section(words.account, accountTable(dossier, asked))}
${order.returns !== undefined && section(words.returns, returnTable(order, asked))}
${section(words.documents, documentTable(dossier, exchanged, asked))}
${order.confirmations !== undefined && section(words.confirmations, confirmationTable(order.confirmations, asked))}
${order.approvals.length > 0 && section(words.approvals, approvalTable(order, asked))}
${order.findings.length > 0 && section(words.findings, findingTable(order, asked))}
${dossier.messages.length > 0 && section(words.messages, messageTable(dossier, asked))}
${tried.length > 0 && section(texts.exchanges.title, exchangeList(tried, dossier.messages, asked))}`,
  }
}

function header(order: Order, { texts, time }: Asked): Html {
  const words = texts.order
  const { currency } = order
  return facts([
    [texts.orders.buyer, [order.buyer, order.buyerParty?.name].filter((name) => name).join(' · ')],
    [texts.orders.reference, order.release ? `${order.reference} / ${order.release}` : order.reference],
    [words.payable, money(worth(order), currency)],
    [words.invoicedAmount, money(order.invoicedAmount, currency)],
    [words.paid, order.paidAmount !== '0' && html`${money(order.paidAmount, currency)} <span class="quiet">${texts.paymentStates[paymentState(order)]}</span>`],
    [words.requested, wantedOn(order)],
    [words.shipTo, placeOf(order.shipTo)],
    [words.receivedAt, time(order.receivedAt)],
    [words.confirmedAt, time(order.confirmedAt)],
    [words.channel, order.channel],
    [words.source, order.document && html`<code title="${order.document}">${order.document.slice(0, 16)}…</code>`],
  ])
}

const placeOf = (party: Party | undefined): string | undefined =>
  party && [party.name, party.address?.postalCode, party.address?.city, party.address?.country].filter((part) => part).join(', ')

function lineTable(order: Order, { texts }: Asked): Html {
  const words = texts.order
  return table(words.lines, [
    { title: words.line, value: (line) => line.id },
    { title: words.item, value: (line) => html`${line.item ?? line.sellersItem ?? line.buyersItem ?? line.standardItem ?? texts.none}${line.description && html`<br><span class="quiet">${line.description}</span>`}` },
    { title: words.ordered, value: (line) => html`${line.quantity ?? '?'} <span class="quiet">${line.unit ?? line.sourceUnit}</span>`, number: true },
    ...(order.lines.some((line) => line.production) ? [{ title: words.made, value: (line: Order['lines'][number]) => line.production?.made, number: true }] : []),
    ...(order.parts ? [{ title: words.warehouse, value: (line: Order['lines'][number]) => order.parts!.find(({ lines }) => lines.includes(line.id))?.system }] : []),
    { title: words.shipped, value: (line) => line.shipped, number: true },
    { title: words.delivered, value: (line) => line.delivered, number: true, minor: true },
    { title: words.invoiced, value: (line) => line.invoiced, number: true, minor: true },
    ...(order.lines.some((line) => compare(line.cancelled, '0') > 0) ? [{ title: words.cancelled, value: (line: Order['lines'][number]) => line.cancelled, number: true }] : []),
    ...(order.lines.some((line) => line.returned) ? [{ title: words.returned, value: (line: Order['lines'][number]) => line.returned, number: true }] : []),
    { title: words.price, value: (line) => line.price && html`${line.price.amount}${line.price.base && line.price.base !== '1' && html` <span class="quiet">${words.per(line.price.base)}</span>`}`, number: true, minor: true },
    { title: words.net, value: (line) => net(line, order.currency), number: true, minor: true },
  ], order.lines, texts.none)
}

/** What comes back, or is only credited, and how far it is. */
function returnTable({ returns = [], documents, currency }: Order, { texts }: Asked): Html {
  const words = texts.order
  return table(words.returns, [
    { title: words.return, value: (one) => html`<strong class="long">${one.number}</strong>` },
    { title: texts.orders.status, value: (one) => texts.returnStates[one.state] },
    { title: words.reason, value: (one) => texts.returnReasons[one.reason] },
    { title: words.lines, value: (one) => texts.list(one.lines.map(texts.lineOf)) },
    { title: words.returned, value: (one) => texts.list(one.lines.filter(({ received }) => received !== '0').map(({ line, received }) => texts.lineOf({ line, quantity: received }))), minor: true },
    { title: words.credit, value: (one) => money(one.credit, currency), number: true },
    { title: words.credited, value: (one) => texts.list(documents.filter((link) => link.kind === 'creditNote' && link.return === one.number).map((link) => `${link.number} ${money(link.amount, currency)}`)) },
  ], returns, texts.none, { stack: true })
}

/** R-APR-06: what a change that waits for approvals would make otherwise. */
function changeTable(order: Order, change: AskedChange, { texts }: Asked): Html {
  const words = texts.order
  return table(words.change, [
    { title: words.line, value: (one) => one.line },
    { title: words.field, value: (one) => one.field },
    { title: words.now, value: (one) => one.before },
    { title: words.wanted, value: (one) => one.after },
  ], differences(order, withChange(order, change)), texts.none)
}

/** R-CAN-05: what is left of a cancel, system by system. */
function cancelTable({ order, messages }: Dossier, { texts }: Asked): Html {
  const words = texts.order
  return table(texts.cancel.title, [
    { title: words.system, value: (row) => row.system },
    { title: words.record, value: (row) => row.kind },
    { title: texts.orders.status, value: (row) => html`<span class="pill ${row.isLeft ? 'warn' : 'plain'}">${row.state}</span>` },
  ], cancelRows(order, messages, texts), texts.none, { stack: true })
}

interface Row { way: string; kind: string; number: string; issuer: string; on?: string; amount?: string; state: string }

/** What came in, what the systems made of the order, and what was sent to the partner. */
function documentTable({ order, documents }: Dossier, exchanged: readonly interchanges.InterchangeRecord[], { texts, time, company }: Asked): Html {
  const words = texts.order
  const rows: Row[] = [
    ...(order.document === undefined ? [] : [{ way: words.incoming, kind: texts.recordKinds.order!, number: order.reference ?? order.document.slice(0, 16), issuer: order.buyer ?? texts.none, on: time(order.receivedAt), state: order.channel }]),
    ...documents.map((one): Row => ({ way: words.incoming, kind: texts.recordKinds[one.kind] ?? one.kind, number: one.number, issuer: one.issuer, on: one.issuedOn, amount: money(one.amount, one.currency), state: texts.theirStates[one.state] ?? one.state })),
    ...exchanged.map((one): Row => ({ way: one.direction === 'out' ? words.outgoing : words.incoming, kind: one.type, number: one.control, issuer: one.direction === 'out' ? `${company.code} → ${one.partner}` : one.partner, on: time(one.at), state: texts.theirStates[one.state] ?? one.state })),
  ]
  return table(words.documents, [
    { title: words.direction, value: (row) => html`<span class="pill ${row.way === words.outgoing ? 'plain' : 'quiet'}">${row.way}</span>` },
    { title: words.document, value: (row) => html`${row.kind} <strong class="long">${row.number}</strong>` },
    { title: words.issuer, value: (row) => row.issuer },
    { title: words.issuedOn, value: (row) => html`<span class="time">${row.on}</span>` },
    { title: words.amount, value: (row) => row.amount, number: true },
    { title: texts.orders.status, value: (row) => row.state },
  ], rows, texts.none, { stack: true })
}

/** What is owed of each invoice of the order, by the customer's account: one over several orders as a whole. */
function accountTable(dossier: Dossier, { texts }: Asked): Html {
  const words = texts.order
  const { openItems } = dossier
  const inDispute = disputesIn(dossier)
  return table(words.account, [
    { title: words.invoice, value: (item) => html`<strong class="long">${item.invoice}</strong>` },
    { title: words.issuedOn, value: (item) => item.issuedOn && html`<span class="time">${item.issuedOn}</span>` },
    { title: words.due, value: (item) => item.dueOn && html`<span class="time">${item.dueOn}</span>` },
    { title: words.amount, value: (item) => `${item.amount} ${item.currency}`, number: true },
    { title: words.paid, value: (item) => item.paid, number: true },
    ...(openItems.some(({ credited }) => !isZero(credited)) ? [{ title: words.credited, value: (item: Dossier['openItems'][number]) => item.credited, number: true }] : []),
    { title: words.open, value: (item) => item.open, number: true },
    { title: texts.orders.status, value: (item) => html`${texts.paymentStates[stateOf(item.amount, item.paid, item.credited)]}${item.level > 0 && html` <span class="pill warn">${words.reminder(item.level, item.remindedOn)}</span>`}${inDispute(item) && html` <span class="pill warn">${words.dispute}</span>`}` },
  ], openItems, texts.none, { stack: true })
}

/** R-CHK-06: who at the customer has said that it is meant so. */
function confirmationTable(confirmations: NonNullable<Order['confirmations']>, { texts, time }: Asked): Html {
  const words = texts.order
  return table(words.confirmations, [
    { title: words.person, value: (one) => one.person },
    { title: words.contact, value: (one) => one.contact },
    { title: words.means, value: (one) => texts.confirmationMeans[one.means] },
    { title: words.issuedOn, value: (one) => html`<span class="time">${time(one.at)}</span>` },
    { title: words.us, value: (one) => one.by },
    { title: words.document, value: (one) => one.document && html`<code title="${one.document}">${one.document.slice(0, 16)}…</code>` },
  ], confirmations, texts.none, { stack: true })
}

function approvalTable(order: Order, { texts, time }: Asked): Html {
  const words = texts.order
  return table(words.approvals, [
    { title: words.role, value: (step) => html`${texts.owners[step.role] ?? step.role}${step.insteadOf && html`<br><span class="quiet">${words.insteadOf(texts.owners[step.insteadOf] ?? step.insteadOf)}</span>`}` },
    { title: words.why, value: (step) => texts.said(step.why) },
    { title: texts.waiting.since, value: (step) => html`<span class="time">${time(step.askedAt)}</span>` },
    { title: words.due, value: (step) => step.dueAt && html`<span class="time">${time(step.dueAt)}</span>` },
    { title: words.decision, value: (step) => html`${texts.approvalStates[step.state]}${step.decidedBy && html` ${words.by(step.decidedBy)}, <span class="time">${time(step.decidedAt)}</span>`}${step.reason && html`<br><span class="quiet">${step.reason}</span>`}` },
  ], order.approvals, texts.none, { stack: true })
}

function findingTable(order: Order, { texts }: Asked): Html {
  const words = texts.order
  return table(words.findings, [
    { title: words.rule, value: (finding) => html`${texts.rules[finding.rule] ?? finding.rule} <span class="pill ${finding.severity === 'note' ? 'plain' : 'warn'}">${texts.severities[finding.severity]}</span>` },
    { title: words.line, value: (finding) => finding.line, minor: true },
    { title: words.why, value: (finding) => texts.said(finding.text) },
  ], order.findings, texts.none, { stack: true })
}

function messageTable({ messages }: Dossier, { texts }: Asked): Html {
  const words = texts.order
  return table(words.messages, [
    { title: words.system, value: (message) => message.system },
    { title: words.action, value: (message) => `${texts.actions[message.action] ?? message.action} ${texts.recordKinds[message.kind] ?? message.kind}` },
    { title: texts.orders.status, value: (message) => texts.messageStates[message.state] },
    { title: words.attempts, value: (message) => message.attempt, number: true },
    { title: words.fault, value: (message) => message.fault && texts.said(message.fault.text), minor: true },
  ], messages, texts.none, { stack: true })
}
