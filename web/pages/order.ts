import { compare } from '../../orders/decimal'
import { type Order } from '../../orders/order'
import { type Party } from '../../orders/draft'
import { type Dossier, dossierOf } from '../../store/dossier'
import * as orders from '../../store/orders'
import * as streams from '../../store/streams'
import { type StoredEvent } from '../../orders/event'
import { sentence } from '../events'
import { money, net, wantedOn, worth } from '../figures'
import { html, type Html } from '../html'
import { facts, type Page, section, status } from '../page'
import { type Asked } from '../request'
import { table } from '../table'
import { caseTable } from './cases'

/** One order by its number or id. */
export async function orderPage(asked: Asked): Promise<Page | undefined> {
  const { store, company, texts, path } = asked
  const name = path[0]!
  const order = await orders.byNumber(store, company.code, name) ?? await orders.get(store, company.code, name)
  if (!order) return undefined
  const [dossier, events] = await Promise.all([dossierOf(store, order), streams.load(store, company.code, `order/${order.id}`)])
  const words = texts.order
  return {
    title: words.title(order.number ?? order.reference ?? order.id), nav: '/orders',
    body: html`<p>${status(order.status, texts)}</p>
${order.holds.length > 0 && section(words.holds, html`<ul>${order.holds.map((hold) => html`<li>${hold}</li>`)}</ul>`)}
${dossier.openCases.length > 0 && section(words.cases, caseTable(dossier.openCases, asked, texts.none, new Map([[`order/${order.id}`, order.number ?? order.id]])))}
${header(order, asked)}
${section(words.lines, lineTable(order, asked))}
${section(words.systems, systemTable(dossier, asked))}
${dossier.documents.length > 0 && section(words.documents, documentTable(dossier, asked))}
${order.approvals.length > 0 && section(words.approvals, approvalTable(order, asked))}
${order.findings.length > 0 && section(words.findings, findingTable(order, asked))}
${section(words.timeline, timeline(events, asked))}
${dossier.messages.length > 0 && section(words.messages, messageTable(dossier, asked))}`,
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
    [words.paid, money(order.paidAmount, currency)],
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
    { title: words.shipped, value: (line) => line.shipped, number: true },
    { title: words.delivered, value: (line) => line.delivered, number: true, minor: true },
    { title: words.invoiced, value: (line) => line.invoiced, number: true },
    ...(order.lines.some((line) => compare(line.cancelled, '0') > 0) ? [{ title: words.cancelled, value: (line: Order['lines'][number]) => line.cancelled, number: true }] : []),
    { title: words.price, value: (line) => line.price && html`${line.price.amount}${line.price.base && line.price.base !== '1' && html` <span class="quiet">${words.per(line.price.base)}</span>`}`, number: true, minor: true },
    { title: words.net, value: (line) => net(line, order.currency), number: true, minor: true },
  ], order.lines, texts.none)
}

function systemTable({ links }: Dossier, { texts, time }: Asked): Html {
  const words = texts.order
  return table(words.systems, [
    { title: words.system, value: (link) => link.system },
    { title: words.record, value: (link) => html`${link.kind} <strong class="whole">${link.number ?? link.theirId}</strong>` },
    { title: words.state, value: (link) => link.state },
    { title: words.amount, value: (link) => money(link.amount, link.currency), number: true },
    { title: words.asOf, value: (link) => html`<span class="time">${time(link.asOf)}</span>`, minor: true },
  ], links, texts.overview.noSystems, { stack: true })
}

function documentTable({ documents }: Dossier, { texts }: Asked): Html {
  const words = texts.order
  return table(words.documents, [
    { title: words.document, value: (document) => html`${document.kind} <strong class="long">${document.number}</strong>` },
    { title: words.issuer, value: (document) => document.issuer, minor: true },
    { title: words.issuedOn, value: (document) => html`<span class="time">${document.issuedOn}</span>` },
    { title: words.amount, value: (document) => money(document.amount, document.currency), number: true },
    { title: texts.orders.status, value: (document) => document.state },
  ], documents, texts.none, { stack: true })
}

function approvalTable(order: Order, { texts, time }: Asked): Html {
  const words = texts.order
  return table(words.approvals, [
    { title: words.role, value: (step) => step.role },
    { title: words.why, value: (step) => step.why },
    { title: words.due, value: (step) => step.dueAt && html`<span class="time">${time(step.dueAt)}</span>` },
    { title: words.decision, value: (step) => html`${step.state}${step.decidedBy && html` ${words.by(step.decidedBy)}, <span class="time">${time(step.decidedAt)}</span>`}${step.reason && html`<br><span class="quiet">${step.reason}</span>`}` },
  ], order.approvals, texts.none, { stack: true })
}

function findingTable(order: Order, { texts }: Asked): Html {
  const words = texts.order
  return table(words.findings, [
    { title: words.rule, value: (finding) => html`${finding.rule} <span class="pill ${finding.severity === 'note' ? 'plain' : 'warn'}">${finding.severity}</span>` },
    { title: words.line, value: (finding) => finding.line, minor: true },
    { title: words.why, value: (finding) => finding.text },
  ], order.findings, texts.none, { stack: true })
}

const timeline = (events: readonly StoredEvent[], { texts, time }: Asked): Html =>
  html`<ol class="timeline">${events.map((event) => html`<li><span class="time">${time(event.at)}</span> <span class="quiet">${texts.order.by(event.actor)}</span><br>${sentence(event)}</li>`)}</ol>`

function messageTable({ messages }: Dossier, { texts }: Asked): Html {
  const words = texts.order
  return table(words.messages, [
    { title: words.system, value: (message) => message.system },
    { title: words.action, value: (message) => `${message.action} ${message.kind}` },
    { title: texts.orders.status, value: (message) => texts.messageStates[message.state] },
    { title: words.attempts, value: (message) => message.attempt, number: true },
    { title: words.fault, value: (message) => message.fault?.text, minor: true },
  ], messages, texts.none, { stack: true })
}
