import { STATUSES, type OrderStatus } from '../../orders/status'
import { worth } from '../../orders/total'
import { searchOrders } from '../../store/orderSearch'
import { money, wantedOn } from '../figures'
import { html, type Html } from '../html'
import { type Page, section, status as pill } from '../page'
import { type Asked } from '../request'
import { table } from '../table'

const PAGE = 50

export async function ordersPage(asked: Asked): Promise<Page> {
  const { store, company, texts, query, link, time } = asked
  const status = STATUSES.find((one) => one === query.get('status'))
  const text = query.get('q')?.trim() || undefined
  const first = Math.max(0, Math.min(1_000_000, Number.parseInt(query.get('from') ?? '0', 10) || 0))
  const found = await searchOrders(store, company.code, { text, status, limit: PAGE + 1, offset: first })
  const shown = found.slice(0, PAGE)
  const words = texts.orders
  const at = (from: number): string => link('/orders', { ...(status ? { status } : {}), ...(text ? { q: text } : {}), ...(from > 0 ? { from: String(from) } : {}) })
  return {
    title: words.title, nav: '/orders',
    body: html`${form(status, text, asked)}
${section(words.list, table(words.title, [
      { title: words.number, value: (order) => html`<a href="${link(`/orders/${encodeURIComponent(order.number ?? order.id)}`)}"><span class="whole">${order.number ?? words.noNumber}</span></a>` },
      { title: words.buyer, value: (order) => order.buyer ?? order.buyerParty?.name ?? texts.none },
      { title: words.reference, value: (order) => order.reference ?? texts.none },
      { title: words.status, value: (order) => pill(order.status, texts) },
      { title: words.payable, value: (order) => money(worth(order), order.currency) ?? texts.none, number: true },
      { title: words.wanted, value: (order) => html`<span class="time">${wantedOn(order)}</span>`, minor: true },
      { title: words.received, value: (order) => html`<span class="time">${time(order.receivedAt)}</span>`, minor: true },
    ], shown, words.noneFound, { stack: true }))}
${(first > 0 || found.length > PAGE) && html`<p class="pages">${first > 0 && html`<a href="${at(Math.max(0, first - PAGE))}">${words.newer}</a>`} <span>${words.shown(first + 1, first + shown.length)}</span> ${found.length > PAGE && html`<a href="${at(first + PAGE)}">${words.older}</a>`}</p>`}`,
  }
}

function form(status: OrderStatus | undefined, text: string | undefined, { texts, query }: Asked): Html {
  const words = texts.orders
  const company = query.get('company')
  return html`<form action="/orders" method="get" role="search">
${company !== null && html`<input type="hidden" name="company" value="${company}">`}
<label>${words.find}<input type="search" name="q" value="${text}" autocomplete="off"></label>
<label>${words.status}<select name="status"><option value="">${words.any}</option>${STATUSES.map((one) => html`<option value="${one}"${one === status && html` selected`}>${texts.statuses[one]}</option>`)}</select></label>
<button type="submit">${words.search}</button>
</form>`
}
