import * as cases from '../../store/cases'
import * as orders from '../../store/orders'
import { type CaseRecord } from '../../store/records'
import { type Content, html, type Html } from '../html'
import { type Page, section } from '../page'
import { type Asked } from '../request'
import { table } from '../table'
import { type Waiting, waitingOrders } from '../waiting'

/** Held orders, and as many that wait for approvals. */
const SHOWN_ORDERS = 100

export async function casesPage(asked: Asked): Promise<Page> {
  const [open, waiting] = await Promise.all([
    cases.list(asked.store, asked.company.code, { state: 'open', limit: 500 }), waitingOrders(asked.store, asked.company.code, SHOWN_ORDERS),
  ])
  const numbers = await namesOf(open, asked)
  const { texts } = asked
  return {
    title: texts.cases.title, nav: '/cases',
    body: open.length + waiting.length === 0 ? html`<p class="empty">${texts.cases.noneOpen}</p>` : html`
${open.length > 0 && section(texts.cases.open(open.length), caseTable(open, asked, texts.cases.noneOpen, numbers))}
${waiting.length > 0 && section(texts.waiting.title, waitingTable(waiting, asked))}`,
  }
}

function waitingTable(waiting: readonly Waiting[], { texts, time, link }: Asked): Html {
  const words = texts.waiting
  return table(words.title, [
    { title: words.order, value: (one) => html`<a class="whole" href="${link(`/orders/${encodeURIComponent(one.subject.slice('order/'.length))}`)}">${one.order}</a>` },
    { title: words.buyer, value: (one) => one.buyer ?? texts.none },
    { title: words.waitsFor, value: (one) => html`<span class="pill warn">${one.kind === 'held' ? words.held : words.approvalBy(one.role!)}</span>` },
    { title: words.why, value: (one) => one.why, broad: true },
    { title: words.due, value: (one) => one.due && html`<span class="time">${time(one.due)}</span>` },
    { title: words.since, value: (one) => html`<span class="time">${time(one.since)}</span>`, minor: true },
  ], waiting, texts.cases.noneOpen, { stack: true })
}

/** Open cases with what to do; `numbers` are the orders' numbers by stream. */
export function caseTable(open: readonly CaseRecord[], asked: Asked, empty: string, numbers: ReadonlyMap<string, string> = new Map()): Html {
  const { texts, time } = asked
  const words = texts.cases
  return table(words.title, [
    { title: words.kind, value: (one) => html`<span class="pill warn">${one.kind}</span>` },
    { title: words.subject, value: (one) => subject(one, asked, numbers) },
    { title: words.text, value: (one) => html`${one.text}${difference(one, asked)}<br><code class="id">order-to-cash close ${one.id} --result …</code>`, broad: true },
    { title: words.system, value: (one) => one.system, minor: true },
    { title: words.firstSeen, value: (one) => html`<span class="time">${time(one.firstSeen)}</span>`, minor: true },
    { title: words.lastSeen, value: (one) => html`<span class="time">${time(one.lastSeen)}</span>`, minor: true },
  ], open, empty, { stack: true })
}

function difference(one: CaseRecord, { texts }: Asked): Content {
  if (one.ours === undefined && one.theirs === undefined) return undefined
  return html`<br><span class="quiet">${texts.cases.ours}: ${one.ours ?? texts.none} · ${texts.cases.theirs}: ${one.theirs ?? texts.none}</span>`
}

function subject(one: CaseRecord, { link }: Asked, numbers: ReadonlyMap<string, string>): Content {
  const [kind, id = ''] = one.subject.split('/')
  return kind === 'order' ? html`<a class="whole" href="${link(`/orders/${encodeURIComponent(id)}`)}">${numbers.get(one.subject) ?? `${id.slice(0, 8)}…`}</a>` : html`<span class="whole">${kind} ${id.slice(0, 8)}${id.length > 8 && '…'}</span>`
}

/** What people call the orders that cases are about, by stream. */
export async function namesOf(open: readonly CaseRecord[], { store, company }: Asked): Promise<Map<string, string>> {
  const streams = [...new Set(open.map((one) => one.subject).filter((name) => name.startsWith('order/')))]
  const found = await Promise.all(streams.map((stream) => orders.get(store, company.code, stream.slice('order/'.length).split('/')[0]!)))
  return new Map(found.flatMap((order, index) => (order ? [[streams[index]!, order.number ?? order.reference ?? order.id] as const] : [])))
}
