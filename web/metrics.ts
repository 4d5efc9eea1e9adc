import { type Registry as Figures } from 'prom-client'
import * as arrivals from '../store/arrivals'
import * as config from '../store/config'
import { openCasesByKind, ordersByStatus } from '../store/figures'
import { lastEnded } from '../store/runs'
import * as outbox from '../store/outbox'
import { type Db } from '../store/store'
import { health } from './health'

/** Those of this process are measured from the first scrape on. */
let ofProcess: Figures | undefined

/**
 * The figures of the store for Prometheus, and those of this process. They come from the database, so that one scrape tells of all workers; where it
 * does not answer, only that is told. prom-client is loaded at the first scrape.
 */
export async function metrics(db: Db, nowMs: number): Promise<{ type: string; text: string }> {
  const { collectDefaultMetrics, Gauge, Registry } = await import('prom-client')
  const registry = new Registry()
  if (!ofProcess) collectDefaultMetrics({ register: ofProcess = new Registry() })
  const gauge = <Label extends string>(name: string, help: string, ...labelNames: Label[]) => new Gauge<Label>({ name: `order_to_cash_${name}`, help, labelNames, registers: [registry] })
  const well = await health(db, nowMs)
  gauge('store_up', 'Does the store answer? 1 or 0').set(well.store.reachable ? 1 : 0)
  if (well.store.reachable) {
    gauge('store_answer_seconds', 'How long the store took to answer').set(well.store.ms / 1000)
    gauge('outbox_oldest_due_seconds', 'How long the oldest message has been due that nobody has sent').set(well.oldestDueSeconds)
    const orders = gauge('orders', 'Orders by status', 'company', 'status')
    for (const { company, status, count } of await ordersByStatus(db)) orders.set({ company, status }, Number(count))
    const messages = gauge('messages', 'Messages to the systems by state: waiting, sending, unknown, done, refused, dead, asking, superseded', 'system', 'state')
    for (const { system, state, count } of await outbox.counts(db)) messages.set({ system, state }, Number(count))
    const received = gauge('arrivals', 'What was received, by what became of it', 'outcome')
    for (const [outcome, count] of await arrivals.countByOutcome(db)) received.set({ outcome }, Number(count))
    const cases = gauge('open_cases', 'What waits for a person, by kind', 'company', 'kind')
    for (const { company, kind, count } of await openCasesByKind(db)) cases.set({ company, kind }, Number(count))
    const runs = gauge('last_run_timestamp_seconds', 'When the last ended run of a job was due, and how it ended', 'company', 'job', 'outcome')
    for (const { code } of await config.listCompanies(db)) for (const { company, job, scheduledFor, outcome } of await lastEnded(db, code)) runs.set({ company, job, outcome }, Date.parse(scheduledFor) / 1000)
  }
  return { type: registry.contentType, text: await Registry.merge([registry, ofProcess]).metrics() }
}
