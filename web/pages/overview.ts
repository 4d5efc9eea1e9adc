import { STATUSES } from '../../orders/status'
import * as arrivals from '../../store/arrivals'
import * as cases from '../../store/cases'
import * as circuits from '../../store/circuits'
import * as orders from '../../store/orders'
import * as outbox from '../../store/outbox'
import { type ArrivalOutcome, type MessageState, type Run } from '../../store/records'
import * as runs from '../../store/runs'
import { health, type Health } from '../health'
import { html, type Html } from '../html'
import { facts, type Page, section } from '../page'
import { type Asked } from '../request'
import { table } from '../table'
import { caseTable, namesOf } from './cases'

/** Statuses on the way from received to closed, and those beside it. */
const BESIDE = new Set(['held', 'rejected', 'cancelled'])
const OUTCOMES: readonly ArrivalOutcome[] = ['order', 'held', 'document', 'duplicate', 'quarantined', 'pending']
const SHOWN_CASES = 5
const SHOWN_RUNS = 8

export async function overview(asked: Asked): Promise<Page> {
  const { store, company, texts, now, time } = asked
  const [byStatus, arrived, sent, open, ran, well] = await Promise.all([
    orders.countByStatus(store, company.code), arrivals.countByOutcome(store), outbox.counts(store),
    cases.list(store, company.code, { state: 'open' }), runs.list(store, company.code, { limit: 60 }), health(store, now.getTime()),
  ])
  const down = await circuits.open(store, company.code)
  const shown = open.slice(0, SHOWN_CASES)
  const names = await namesOf(shown, asked)
  return {
    title: texts.overview.title, nav: '/', refresh: 10,
    body: html`${healthLine(well, asked)}
${section(texts.overview.orders, stages(byStatus, asked))}
<div class="columns">
${section(texts.overview.systems, systemTable(sent, down, asked))}
${section(texts.overview.arrivals, arrived.size === 0 ? html`<p class="empty">${texts.none}</p>` : facts(OUTCOMES.filter((outcome) => arrived.has(outcome)).map((outcome) => [texts.outcomes[outcome], arrived.get(outcome)])))}
</div>
${section(texts.overview.cases, html`${caseTable(shown, asked, texts.overview.noCases, names)}${open.length > SHOWN_CASES && html`<p><a href="${asked.link('/cases')}">${texts.overview.allCases(open.length)}</a></p>`}`)}
<div class="columns">
${section(texts.overview.runs, runTable(ran.slice(0, SHOWN_RUNS), asked))}
${section(texts.overview.proof, proof(ran.find((run) => typeof run.proof?.root === 'string'), asked))}
</div>
<p class="note">${texts.overview.refreshed(time(now.toISOString())!)}</p>`,
  }
}

function healthLine(well: Health, { texts }: Asked): Html {
  const words = texts.overview
  return html`<p class="health ${well.status}"><strong>${well.status === 'ok' ? words.healthy : words.stuckOrLate}</strong>
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

function systemTable(sent: readonly { system: string; state: MessageState; count: number }[], down: readonly circuits.Circuit[], { texts, time }: Asked): Html {
  const words = texts.overview
  const names = [...new Set([...sent, ...down].map((row) => row.system))]
  const count = (name: string, ...states: MessageState[]): number => sent.filter((row) => row.system === name && states.includes(row.state)).reduce((sum, row) => sum + row.count, 0)
  return table(words.systems, [
    { title: words.system, value: (name) => name },
    { title: words.done, value: (name) => count(name, 'done', 'superseded'), number: true },
    { title: words.waiting, value: (name) => count(name, 'waiting'), number: true },
    { title: words.inFlight, value: (name) => count(name, 'sending', 'unknown'), number: true },
    { title: words.stuck, value: (name) => count(name, 'refused', 'dead', 'asking'), number: true },
    { title: words.answers, value: (name) => {
      const circuit = down.find((one) => one.system === name)
      return circuit ? html`<span class="pill bad">${words.silentSince(time(circuit.openedAt)!)}</span>` : words.yes
    } },
  ], names, words.noSystems)
}

function runTable(ran: readonly Run[], { texts, time }: Asked): Html {
  const words = texts.runs
  return table(texts.overview.runs, [
    { title: words.job, value: (run) => run.job },
    { title: words.scheduledFor, value: (run) => html`<span class="time">${time(run.scheduledFor)}</span>` },
    { title: words.outcome, value: (run) => html`<span class="pill ${RUN_TONES[run.outcome]}">${texts.runOutcomes[run.outcome]}</span>` },
    { title: words.counts, value: (run) => (typeof run.proof?.error === 'string' ? run.proof.error : Object.entries(run.counts).filter(([, count]) => count > 0).map(([name, count]) => `${name} ${count}`).join(', ')), minor: true },
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
