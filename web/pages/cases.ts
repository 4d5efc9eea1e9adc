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
const SHOWN_CASES = 300
const FILTERS = ['owner', 'cause', 'kind', 'system'] as const
type Filter = (typeof FILTERS)[number]

/** What waits for a person, what has waited longest first; by owner, cause, kind or system where one is asked for. */
export async function casesPage(asked: Asked): Promise<Page> {
  const { texts, store, company, query } = asked
  const wanted = Object.fromEntries(FILTERS.flatMap((name) => (query.has(name) ? [[name, query.get(name)!]] : []))) as Partial<Record<Filter, string>>
  const filtered = Object.keys(wanted).length > 0
  const [found, facets, waiting] = await Promise.all([
    cases.oldestOpen(store, company.code, { ...wanted, limit: SHOWN_CASES }), cases.facets(store, company.code), filtered ? [] : waitingOrders(store, company.code, SHOWN_ORDERS),
  ])
  const numbers = await namesOf(found, asked)
  const all = facets.reduce((sum, { count }) => sum + count, 0)
  const words = texts.cases
  return {
    title: words.title, nav: '/cases',
    body: html`${all > 0 && filters(facets, wanted, asked)}
${all + waiting.length === 0 && html`<p class="empty">${words.noneOpen}</p>`}
${all > 0 && section(filtered ? words.filtered : words.open(all), html`${caseTable(found, asked, words.noneOpen, numbers)}${found.length >= SHOWN_CASES && html`<p class="note">${words.shown(found.length, all)}</p>`}`)}
${waiting.length > 0 && section(texts.waiting.title, waitingTable(waiting, asked))}`,
  }
}

/** How many of each owner, cause, kind and system are open, as links; the chosen ones are taken off by another click. */
function filters(facets: readonly cases.Facet[], wanted: Partial<Record<Filter, string>>, { texts, link }: Asked): Html {
  const words = texts.cases
  const labels: Record<Filter, [string, (value: string) => string]> = {
    owner: [words.owner, (value) => texts.owners[value] ?? (value || words.nobody)], cause: [words.cause, (value) => texts.causes[value] ?? value],
    kind: [words.kind, (value) => texts.caseKinds[value] ?? value], system: [texts.order.system, (value) => value],
  }
  return html`<section class="filters">${FILTERS.map((name) => {
    const values = [...Map.groupBy(facets.filter((facet) => name === 'owner' || facet[name] !== ''), (facet) => facet[name])].map(([value, group]) => [value, group.reduce((sum, { count }) => sum + count, 0)] as const).sort(([, a], [, b]) => b - a)
    const [label, shown] = labels[name]
    return values.length > 0 && html`<div role="group" aria-label="${label}"><span class="quiet">${label}</span>${values.map(([value, count]) => {
      const on = wanted[name] === value
      const { [name]: _off, ...others } = wanted
      return html`<a class="chip" href="${link('/cases', on ? others : { ...wanted, [name]: value })}"${on && html` aria-current="true"`}>${shown(value)} <b>${count}</b></a>`
    })}</div>`
  })}</section>`
}

function waitingTable(waiting: readonly Waiting[], { texts, time, link }: Asked): Html {
  const words = texts.waiting
  return table(words.title, [
    { title: words.order, value: (one) => html`<a class="whole" href="${link(`/orders/${encodeURIComponent(one.subject.slice('order/'.length))}`)}">${one.order}</a>` },
    { title: words.buyer, value: (one) => one.buyer ?? texts.none },
    { title: words.waitsFor, value: (one) => html`<span class="pill warn">${one.kind === 'held' ? words.held : words.approvalBy(texts.owners[one.role!] ?? one.role!)}</span>` },
    { title: words.why, value: (one) => texts.said(one.why), broad: true },
    { title: words.due, value: (one) => one.due && html`<span class="time">${time(one.due)}</span>` },
    { title: words.since, value: (one) => html`<span class="time">${time(one.since)}</span>`, minor: true },
  ], waiting, texts.cases.noneOpen, { stack: true })
}

/** Open cases with what to do; `numbers` are the orders' numbers by stream. */
export function caseTable(open: readonly CaseRecord[], asked: Asked, empty: string, numbers: ReadonlyMap<string, string> = new Map()): Html {
  const { texts, now } = asked
  const words = texts.cases
  return table(words.title, [
    { title: words.kind, value: (one) => html`<a href="${asked.link(`/cases/${encodeURIComponent(one.id)}`)}"><span class="pill warn">${texts.caseKinds[one.kind] ?? one.kind}</span></a>` },
    { title: words.subject, value: (one) => subject(one, asked, numbers) },
    { title: words.text, value: (one) => html`${texts.said(one.text)}${difference(one, asked)}<br><code class="id">order-to-cash close ${one.id} --result …</code>`, broad: true },
    { title: texts.order.system, value: (one) => one.system, minor: true },
    { title: words.owner, value: (one) => one.owner && (texts.owners[one.owner] ?? one.owner) },
    { title: words.age, value: (one) => html`<span class="time">${texts.age(now.getTime() - Date.parse(one.firstSeen))}</span>` },
  ], open, empty, { stack: true })
}

export function difference(one: CaseRecord, { texts }: Asked): Content {
  if (one.ours === undefined && one.theirs === undefined) return undefined
  return html`<br><span class="quiet">${texts.cases.ours}: ${one.ours ?? texts.none} · ${texts.cases.theirs}: ${one.theirs ?? texts.none}</span>`
}

export function subject(one: CaseRecord, { link, texts }: Asked, numbers: ReadonlyMap<string, string>): Content {
  const [kind, id = ''] = one.subject.split('/')
  return kind === 'order' ? html`<a class="whole" href="${link(`/orders/${encodeURIComponent(id)}`)}">${numbers.get(one.subject) ?? `${id.slice(0, 8)}…`}</a>` : html`<span class="whole">${texts.recordKinds[kind!] ?? kind} ${id.slice(0, 8)}${id.length > 8 && '…'}</span>`
}

/** What people call the orders that cases are about, by stream. */
export async function namesOf(open: readonly CaseRecord[], { store, company }: Asked): Promise<Map<string, string>> {
  const streams = [...new Set(open.map((one) => one.subject).filter((name) => name.startsWith('order/')))]
  const found = await Promise.all(streams.map((stream) => orders.get(store, company.code, stream.slice('order/'.length).split('/')[0]!)))
  return new Map(found.flatMap((order, index) => (order ? [[streams[index]!, order.number ?? order.reference ?? order.id] as const] : [])))
}
