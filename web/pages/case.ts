import * as cases from '../../store/cases'
import { type CaseRecord } from '../../store/records'
import { html, type Html } from '../html'
import { facts, type Page, section } from '../page'
import { type Asked } from '../request'
import { namesOf, subject } from './cases'

/** One case: what it is, what to do, and all that is known of it. */
export async function casePage(asked: Asked): Promise<Page | undefined> {
  const { store, company, texts, time, now, link, path } = asked
  const found = await cases.byId(store, path[0]!)
  if (found?.company !== company.code) return undefined
  const words = texts.cases
  const names = await namesOf([found], asked)
  const kind = texts.caseKinds[found.kind] ?? found.kind
  return {
    title: words.title1(kind), nav: '/cases',
    body: html`<p><span class="pill ${found.state === 'open' ? 'warn' : 'good'}">${found.state === 'open' ? words.isOpen : words.closed}</span></p>
${section(words.toDo, html`<p class="lead">${texts.said(found.text)}</p>${found.state === 'open'
      ? html`<p>${words.close} <code>order-to-cash close ${found.id} --result …</code></p>`
      : html`<p>${words.closedBy(found.closedBy ?? texts.none, time(found.closedAt) ?? texts.none, texts.said(found.result ?? ''))}</p>`}`)}
${facts([
      [words.subject, subject(found, asked, names)], [texts.order.system, found.system], [words.field, found.field && html`<code>${found.field}</code>`], [words.ours, found.ours], [words.theirs, found.theirs],
      [words.owner, found.owner === undefined ? words.nobody : texts.owners[found.owner] ?? found.owner], [words.cause, causeOf(found, asked)], [words.due, time(found.dueAt)],
      [words.opened, time(found.firstSeen)], [words.lastSeen, time(found.lastSeen)], [words.age, found.state === 'open' ? texts.age(now.getTime() - Date.parse(found.firstSeen)) : undefined], [words.id, html`<code>${found.id}</code>`],
    ])}
${found.detail !== undefined && section(words.detail, detail(found.detail))}
<p><a href="${link('/cases')}">${words.back}</a></p>`,
  }
}

const causeOf = (one: CaseRecord, { texts }: Asked): string | undefined => (typeof one.detail?.cause === 'string' ? texts.causes[one.detail.cause] ?? one.detail.cause : undefined)

const detail = (known: Record<string, unknown>): Html => facts(Object.entries(known).map(([name, value]) => [html`<code>${name}</code>`, html`<code>${typeof value === 'string' ? value : JSON.stringify(value, undefined, 1)}</code>`]))
