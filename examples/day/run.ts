import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { connectorOf } from '../../connectors/registry'
import * as runs from '../../store/runs'
import * as secrets from '../../store/secrets'
import { openStore } from '../../store/open'
import { applyFolder } from '../../sync/config/apply'
import { readFolder } from '../../sync/config/folder'
import { type FolderRecord } from '../../sync/config/records'
import { type Context } from '../../sync/context'
import { jsonLog, silent } from '../../sync/log'
import { serve } from '../../web/serve'
import { requireTryton } from '../tryton/installed'
import { DayClock, FIRST_DAY, nextDay } from './clock'
import { closingTables } from './closing'
import { before } from './earlier'
import { filesOf } from './inbox'
import { lockDay } from './lock'
import { namesIn, renamed } from './names'
import { passNight } from './night'
import { screen } from './screen'
import { type Day, STEPS } from './steps'
import { type DayTexts } from './texts/texts'
import { checkFaults, type Erp, type Role, startSystems } from './systems'

export interface DayOptions {
  exit: boolean
  erp: Erp
  words: DayTexts
  inbox?: string
  /** What goes wrong in which system: a file of rules. */
  faults?: string
  data: string
  port: number
  stop: AbortSignal
}

const ROOT = resolve(__dirname, '..', '..', '..')
const COMPANY = join(ROOT, 'examples', 'company')
/** Records that take the place of the company's where Tryton is the ERP. */
const WITH_TRYTON = join(ROOT, 'examples', 'tryton', 'systems')
/** Longer than a message without an answer is held back: Tryton may commit half a minute after our time-out. */
const PATIENCE_MS: Record<Erp, number> = { sandbox: 25_000, tryton: 120_000 }
/** When it happened what the first day finds. */
const EARLIER = '2026-01'
/** Business time at which the night begins, in UTC. */
const NIGHT = '23:30'

/** Runs one business day and its night; answers with the exit code: 0, or 2 where cases wait for a person beyond those the sample plants. */
export async function runDay(options: DayOptions): Promise<number> {
  const out = screen((text) => process.stdout.write(text), process.stdout.isTTY && process.env.NO_COLOR === undefined, options.words.none)
  const { words } = options
  const data = resolve(options.data)
  mkdirSync(data, { recursive: true })
  const inbox = resolve(options.inbox ?? join(ROOT, 'examples', 'inbox'))
  filesOf(inbox)
  const main = join(ROOT, 'dist', 'sandbox', 'main.js')
  const faults = options.faults === undefined ? undefined : resolve(options.faults)
  if (faults !== undefined) checkFaults(main, faults)
  if (options.erp === 'tryton') await requireTryton()
  const other = options.erp === 'tryton' ? join(data, 'sandbox', 'erp.db') : join(data, 'tryton', 'access.json')
  if (existsSync(other)) throw new Error(`The days in ${data} had another ERP (${other}): give this one a folder of its own, npm start -- --erp ${options.erp} --data DIR`)
  const unlock = await lockDay(join(data, 'day.lock'))
  const started = Date.now()
  const instead = options.erp === 'tryton' ? await readFolder(WITH_TRYTON) : []
  const inPlace = (record: FolderRecord): FolderRecord => instead.find((one) => one.kind === record.kind && one.key === record.key) ?? record
  const named = namesIn(words.texts.language, join(ROOT, 'examples'))
  const inLanguage = (record: FolderRecord): FolderRecord => ({ ...record, body: renamed(record.body, named) })
  const records = (await readFolder(COMPANY)).map(inPlace).map(inLanguage)
  const company = records.find((record) => record.kind === 'company')!.key
  const store = await openStore(`sqlite:${join(data, 'order-to-cash.db')}`, { keys: join(data, 'keys'), environment: 'sample' })
  const systems = await startSystems(data, main, { erp: options.erp, ports: preferredPorts(records), faults, say: out.line })
  const date = await dayOf(company)
  const clock = new DayClock(date)
  const owner = `day/${process.pid}/${randomBytes(4).toString('hex')}`
  const log = process.env.ORDER_TO_CASH_LOG ? jsonLog('info') : silent
  const as = (actor: string): Context => ({ store, clock, log, actor, owner, connect: connectorOf })
  const context = as('system')
  const zone = String(records.find((record) => record.kind === 'company')!.body.zone)
  const local = (time: string): string => new Date(`${date}T${time}:00.000Z`).toLocaleTimeString('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' })
  const page = await serve({ context, port: options.port, texts: words.texts })
  try {
    out.line(words.begins(String(records.find((r) => r.kind === 'company')!.body.name), date, zone))
    out.line(words.page(page.url, page.moved ? options.port : undefined))
    await prepare()
    const day: Day = { context, as, company, date, first: date === FIRST_DAY, systems, erp: options.erp, planted: [], screen: out, words, inbox, post: join(data, 'inbox', date), later: options.inbox === undefined ? join(ROOT, 'examples', 'later') : '', patienceMs: PATIENCE_MS[options.erp], stop: options.stop }
    if (day.first && options.inbox === undefined && options.erp === 'sandbox') {
      out.step(EARLIER, words.steps.earlier)
      await before(day, join(ROOT, 'examples', 'earlier'))
    }
    for (const step of STEPS) {
      if (options.stop.aborted) return 1
      clock.set(step.at)
      out.step(local(step.at), words.steps[step.title])
      await step.run(day)
    }
    if (options.stop.aborted) return 1
    clock.set(NIGHT)
    out.step(local(NIGHT), words.steps.night)
    await passNight(day, `${date}T${NIGHT}:00.000Z`)
    await closingTables(day, { data, seconds: Math.round((Date.now() - started) / 1000) })
    if (options.exit) return 0
    out.line(`\n${words.pageStays(page.url)}`)
    await new Promise<void>((done) => { options.stop.addEventListener('abort', () => { done() }) })
    return 0
  } finally {
    await page.close()
    for (const system of systems.values()) await system.stop()
    await store.close()
    unlock()
  }

  /** A day that was broken off goes on; after a night comes the next. */
  async function dayOf(code: string): Promise<string> {
    const last = await runs.last(store, code, 'nightly')
    if (!last) return FIRST_DAY
    const lastDay = last.scheduledFor.slice(0, 10)
    return last.outcome === 'running' || last.outcome === 'failed' ? lastDay : nextDay(lastDay)
  }

  /** Configuration, access and master data; a second time nothing of it changes. */
  async function prepare(): Promise<void> {
    const outbox = join(data, 'outbox')
    mkdirSync(outbox, { recursive: true })
    const applied = await applyFolder(context, COMPANY, {
      adjust: (read) => {
        const record = inLanguage(inPlace(read))
        return record.kind === 'system' ? { ...record, body: { ...record.body, url: systems.get(record.key as Role)?.url ?? (record.body.role === 'edi' ? pathToFileURL(outbox).href : record.body.url) } } : record
      },
    })
    const kept = applied.filter((record) => record.change === 'conflict').map((record) => `${record.kind} ${record.key}`)
    if (kept.length > 0) out.wait(words.kept(words.texts.list(kept)))
    for (const system of systems.values()) {
      if ((await secrets.get(store, company, system.role)) !== system.token) await store.write((tx) => secrets.put(tx, company, system.role, system.token, clock.now().toISOString()))
      await system.seed(renamed(JSON.parse(readFileSync(join(COMPANY, 'seed', `${system.role}.json`), 'utf8')) as unknown, named))
    }
  }
}

const preferredPorts = (records: readonly { kind: string; key: string; body: Record<string, unknown> }[]): Map<Role, number> =>
  new Map(records.filter((r) => r.kind === 'system').map((r) => [r.key as Role, Number(new URL(String(r.body.url)).port)]))
