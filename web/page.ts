import { type OrderStatus } from '../orders/status'
import { type Content, html, type Html } from './html'
import { type Texts } from './texts/texts'

export interface Page {
  title: string
  /** Which entry of the navigation it belongs to. */
  nav: '/' | '/orders' | '/cases' | '/reports'
  body: Content
  /** Seconds after which the browser asks again. */
  refresh?: number
}

/** A whole document around a page; on top the zone that its times are in. */
export function document(page: Page, texts: Texts, companies: readonly string[], company: { code: string; zone: string } | undefined): Html {
  const query = companies.length > 1 && company ? `?company=${encodeURIComponent(company.code)}` : ''
  const entry = (path: Page['nav'], label: string): Html =>
    html`<a href="${path}${query}"${page.nav === path ? html` aria-current="page"` : ''}>${label}</a>`
  return html`<!doctype html>
<html lang="${texts.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">${page.refresh !== undefined && html`
<meta http-equiv="refresh" content="${page.refresh}">`}
<title>${page.title} – ${texts.product}</title>
<link rel="stylesheet" href="/style.css">
<link rel="icon" href="data:,">
</head>
<body>
<a class="skip" href="#content">${texts.nav.skip}</a>
<header>
<span class="product">${texts.product}</span>
<nav aria-label="${texts.nav.main}">${entry('/', texts.nav.overview)}${entry('/orders', texts.nav.orders)}${entry('/cases', texts.nav.cases)}${entry('/reports', texts.nav.reports)}</nav>
${companies.length > 1 && html`<nav class="companies" aria-label="${texts.nav.company}">${companies.map((code) =>
    html`<a href="${page.nav}?company=${encodeURIComponent(code)}"${code === company?.code ? html` aria-current="true"` : ''}>${code}</a>`)}</nav>`}
${company && html`<span class="zone">${texts.nav.times(company.zone)}</span>`}
</header>
<main id="content">
<h1>${page.title}</h1>
${page.body}
</main>
</body>
</html>
`
}

export const section = (title: string, content: Content): Html => html`<section><h2>${title}</h2>${content}</section>`

const TONES: Partial<Record<OrderStatus, string>> = { held: 'warn', awaitingApproval: 'warn', rejected: 'bad', cancelPending: 'warn', cancelled: 'quiet', closed: 'good', delivered: 'good' }

export const status = (of: OrderStatus, texts: Texts): Html => html`<span class="pill ${TONES[of] ?? 'plain'}">${texts.statuses[of]}</span>`

/** Name and value pairs; absent values are left out. */
export const facts = (pairs: readonly (readonly [Content, Content])[]): Html =>
  html`<dl>${pairs.filter(([, value]) => value !== undefined && value !== '').map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`
