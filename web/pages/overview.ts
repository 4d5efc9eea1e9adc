import { STATUSES } from '../../orders/status'
import * as arrivals from '../../store/arrivals'
import * as cases from '../../store/cases'
import * as orders from '../../store/orders'
import { type ArrivalOutcome, type Run } from '../../store/records'
import * as runs from '../../store/runs'
import { STATUS_CONFLICT } from '../../sync/contradictions'
import { dayOf, type SystemDay } from '../day'
import { health, type Health } from '../health'
import { html, type Html } from '../html'
import { map, roleOf, stateOf } from '../map'
import { facts, type Page, section } from '../page'
import { type Asked } from '../request'
import { table } from '../table'
import { caseTable, namesOf } from './cases'

/** Statuses on the way from received to closed, and those beside it. */
const BESIDE = new Set(['held', 'rejected', 'cancelPending', 'cancelled'])
const OUTCOMES: readonly ArrivalOutcome[] = ['order', 'held', 'document', 'duplicate', 'quarantined', 'pending']
const SHOWN_CASES = 5
const SHOWN_RUNS = 8
const REFRESH_S = 10

export async function overview(asked: Asked): Promise<Page> {
  const { store, company, texts, now, time, query, link } = asked
  const [day, byStatus, arrived, open, perSystem, perKind, ran, well] = await Promise.all([
    dayOf(store, company.code, now), orders.countByStatus(store, company.code), arrivals.countByOutcome(store),
    cases.list(store, company.code, { state: 'open', limit: SHOWN_CASES }), cases.countOpen(store, company.code, 'system'), cases.countOpen(store, company.code, 'kind'), runs.list(store, company.code, { limit: 60 }), health(store, Date.now()),
  ])
  const names = await namesOf(open, asked)
  const words = texts.overview
  const conflicts = perKind.get(STATUS_CONFLICT) ?? 0
  const all = [...perSystem.values()].reduce((sum, count) => sum + count, 0)
  const still = query.has('still')
  const at = time(now.toISOString())!
  return {
    title: words.title, nav: '/', refresh: still ? undefined : REFRESH_S,
    body: html`${healthLine(well, asked)}
<section><h2>${texts.map.title}</h2><p class="quiet about">${texts.map.about}</p>${map(day, asked)}
<details><summary>${texts.map.table}</summary>${systemTable(day.systems, asked)}</details></section>
${section(words.orders, html`${stages(byStatus, asked)}${conflicts > 0 && html`<p><a class="pill bad" href="${link('/cases', { kind: STATUS_CONFLICT })}">${words.conflicts(conflicts)}</a></p>`}`)}
${section(words.cases, html`${caseTable(open, asked, words.noCases, names)}${all > SHOWN_CASES && html`<p><a href="${link('/cases')}">${words.allCases(all)}</a></p>`}`)}
<div class="columns">
${section(words.runs, runTable(ran.slice(0, SHOWN_RUNS), asked))}
<div>${section(words.arrivals, arrived.size === 0 ? html`<p class="empty">${texts.none}</p>` : facts(OUTCOMES.filter((outcome) => arrived.has(outcome)).map((outcome) => [texts.outcomes[outcome], arrived.get(outcome)])))}
${section(words.proof, proof(ran.find((run) => typeof run.proof?.root === 'string'), asked))}</div>
</div>
<p class="note">${still ? words.stands(at) : words.refreshed(at)} <a href="${link('/', still ? {} : { still: '1' })}">${still ? words.resume : words.pause}</a></p>`,
  }
}

function healthLine(well: Health, { texts }: Asked): Html {
  const words = texts.overview
  return html`<p class="health ${well.status}" role="status"><strong>${well.status === 'ok' ? words.healthy : words.stuckOrLate}</strong>
<span>${words.storeTook(well.store.ms)}</span><span>${words.backlog(well.backlog)}</span>${well.oldestDueSeconds > 0 && html`<span>${words.overdue(well.oldestDueSeconds)}</span>`}${well.stuck > 0 && html`<span>${words.stuckCount(well.stuck)}</span>`}</p>`
}

/** How many orders stand where, in the order in which they go. */
function stages(byStatus: ReadonlyMap<string, number>, { texts, link }: Asked): Html {
  const stage = (status: (typeof STATUSES)[number]): Html => {
    const count = byStatus.get(status) ?? 0
    const label = html`<span class="count">${count}</span> <span>${texts.statuses[status]}</span>`
    return html`<li class="${count === 0 ? 'zero' : ''}">${count === 0 ? label : html`<a href="${link('/orders', { status })}">${label}</a>`}</li>`
  }
  const along = STATUSES.filter((status) => !BESIDE.has(status))
  return html`<ol class="stages">${along.map(stage)}</ol><ul class="stages beside">${STATUSES.filter((status) => BESIDE.has(status)).map(stage)}</ul>`
}

function systemTable(systems: readonly SystemDay[], asked: Asked): Html {
  const { texts, time, now } = asked
  const words = texts.map
  const sum = (counts: readonly (readonly [string, number])[]): number => counts.reduce((all, [, count]) => all + count, 0)
  return table(texts.overview.systems, [
    { title: texts.overview.system, value: (one) => html`${roleOf(one, texts)} <span class="quiet">${one.name}</span>` },
    { title: words.state, value: (one) => { const [tone, state] = stateOf(one, asked); return html`<span class="pill ${tone}">${state}</span>` } },
    { title: words.sent, value: (one) => sum(one.out), number: true },
    { title: words.heard, value: (one) => sum(one.told) + one.webhooks, number: true },
    { title: texts.overview.waiting, value: (one) => one.waiting, number: true },
    { title: words.oldest, value: (one) => one.oldest === undefined ? texts.none : texts.age(now.getTime() - Date.parse(one.oldest)), number: true },
    { title: texts.overview.stuck, value: (one) => one.stuck, number: true },
    { title: words.openCases, value: (one) => one.openCases, number: true },
    { title: words.lastPoll, value: (one) => html`<span class="time">${time(one.polled) ?? texts.none}</span>` },
  ], systems, texts.overview.noSystems)
}

function runTable(ran: readonly Run[], { texts, time }: Asked): Html {
  const words = texts.runs
  return table(texts.overview.runs, [
    { title: words.job, value: (run) => texts.jobs[run.job] ?? run.job },
    { title: words.scheduledFor, value: (run) => html`<span class="time">${time(run.scheduledFor)}</span>` },
    { title: words.outcome, value: (run) => html`<span class="pill ${RUN_TONES[run.outcome]}">${texts.runOutcomes[run.outcome]}</span>` },
    { title: words.counts, value: (run) => (typeof run.proof?.error === 'string' ? texts.said(run.proof.error) : texts.list(Object.entries(run.counts).filter(([, count]) => count > 0).map(([name, count]) => `${texts.counts[name] ?? name} ${count}`))), minor: true },
  ], ran, texts.overview.noRuns)
}

const RUN_TONES: Record<Run['outcome'], string> = { running: 'plain', done: 'good', problems: 'warn', failed: 'bad' }

function proof(run: Run | undefined, { texts, time }: Asked): Html {
  if (!run) return html`<p class="empty">${texts.overview.noProof}</p>`
  const said = (name: string): string | undefined => { const value = run.proof![name]; return typeof value === 'string' ? value : undefined }
  return facts([
    [texts.runs.scheduledFor, time(run.scheduledFor)], [texts.overview.root, html`<code>${said('root')}</code>`],
    [texts.overview.file, html`<code>${[said('dir'), said('json')].filter((part) => part !== undefined).join('/')}</code>`],
  ])
}
