import { isAccepted, STATUSES } from '../../orders/status'
import * as cases from '../../store/cases'
import * as config from '../../store/config'
import { countErased } from '../../store/erase'
import { countByStatus } from '../../store/orders'
import { type LinkSum, linkSums, unlinked, unsent } from '../../store/proofs'
import { type CaseRecord } from '../../store/records'
import { type Store } from '../../store/store'
import * as streams from '../../store/streams'
import { type Defect, verifyStore } from '../../store/verify'
import { readable, unreadable } from '../../store/verify/unreadable'
import { ownCompanies } from '../company'
import { type Context } from '../context'
import { type DifferenceKind } from '../reconcile/difference'
import { systemsOf } from '../systems'
import { againstHeads, checkProof, headsOf, type ProofDefect } from './against'
import { checkKept } from './kept'
import { type Proof } from './proof'
import { Refold } from './refold'

export interface CompanySummary {
  company: string
  /** Orders by status. */
  orders: Record<string, number>
  systems: LinkSum[]
  /** The proof that the store was compared with; `systems` is what each was said to have then, and `there` what it said itself. */
  lastProof?: { file: string; date: string; root: string; systems: Proof['systems']; comparison: Proof['comparison'] }
  /** Every accepted order is in every system that should hold it, once: as far as the links and the last comparison tell. */
  once: boolean
  /** The last proof holds a comparison with every system; else `once` rests on what systems acknowledged when it was sent. */
  compared: boolean
  /** Which not, and why; at most {@link SHOWN}. */
  notOnce: string[]
}

export interface Verified {
  streams: number
  events: number
  defects: (Defect | ProofDefect)[]
  /** Defects beyond those listed. */
  moreDefects: number
  /** What was erased by order, which is no defect. */
  erased: { values: number; documents: number }
  companies: CompanySummary[]
}

const LISTED = 1000
const SHOWN = 20

/**
 * Checks everything that can be checked: each stream against itself and its seals, rows against streams, orders against the
 * fold of their events, every proof that was written out of the database, and the store against the last of them (or only the
 * one that `root` names). Changes nothing. Constant memory; may run while others work.
 */
export async function verify(context: Context, { root }: { root?: string } = {}): Promise<Verified> {
  const verified: Verified = { streams: 0, events: 0, defects: [], moreDefects: 0, erased: await countErased(context.store), companies: [] }
  const add = (defects: readonly (Defect | ProofDefect)[]): void => {
    for (const defect of defects) {
      if (verified.defects.length < LISTED) verified.defects.push(defect)
      else verified.moreDefects++
    }
  }
  const refold = new Refold(context.store)
  for await (const item of verifyStore(context.store)) {
    if ('defect' in item) {
      add([item.defect])
      continue
    }
    const { company, stream, version, defects } = item.checked
    verified.streams++
    verified.events += version
    add(defects)
    // damaged events need not be folded to show that they are damaged
    if (defects.length === 0) add(await refold.add(company, stream))
  }
  add(await refold.rest())
  const named = root === undefined ? undefined : await checkProof(root, context.store.keys)
  if (named) add(named.defects)
  // a list of heads that was changed itself proves nothing
  const given = named?.proof && named.defects.length === 0 ? { path: root!, proof: named.proof } : undefined
  const unread = (what: string, company: string) => (error: unknown): undefined => {
    const defect = unreadable(what, { company }, error)
    if (!defect) throw error
    add([defect])
  }
  const companies = await ownCompanies(context.store).catch(unread('the row of a company', '')) ?? []
  if (given && !companies.some(({ code }) => code === given.proof.company)) {
    add([{ code: 'proof-of-another', company: '', stream: '', text: `${given.path} is a proof of the company ${given.proof.company}, which this store does not have: nothing could be compared with it` }])
  }
  for (const { code } of companies) {
    const kept = named ? { last: given?.proof.company === code ? given : undefined, defects: [] } : await checkKept(context.store, code).catch(unread('a run or schedule of proofs', code)) ?? { defects: [] }
    add(kept.defects)
    const { last } = kept
    if (last) for await (const defect of readable('the row of a stream', code, againstHeads(context.store, code, headsOf(last.path, last.proof), last.proof.date))) add([defect])
    const summed = await summary(context, code).catch(unread('a row of the orders, systems, links or cases', code))
    if (summed) verified.companies.push({ ...summed, compared: last !== undefined && isCompared(last.proof), ...(last ? { lastProof: lastOf(last) } : {}) })
  }
  return verified
}

/** Differences by which an order is not there, or there more than once. */
const NOT_ONCE: readonly DifferenceKind[] = ['double', 'missing-there', 'missing-here']

/** What others book of an order is a difference like any other, and the order is there all the same: its payments, and what became of its shipment at the carrier. */
const isOfOthers = ({ kind, detail }: CaseRecord): boolean => detail?.record === 'payment' || detail?.record === 'shipment' && kind !== 'double'

const lastOf = ({ path, proof: { date, root, systems, comparison } }: { path: string; proof: Proof }): CompanySummary['lastProof'] => ({ file: path, date, root, systems, comparison })

const isCompared = ({ comparison }: Proof): boolean => comparison !== undefined && comparison.state === undefined && Object.keys(comparison.unreachable ?? {}).length === 0

/** Every accepted order is told to these. */
const HOLDS_ORDERS: readonly string[] = ['erp', 'finance']

/** Since when a system has been there in its role without a break, by the events that configured it; undefined where none did, or it is off. */
async function thereSince(store: Store, company: string, name: string, role: string): Promise<string | undefined> {
  const events = await streams.load(store, company, `config/system/${name}`)
  const off = events.findLastIndex(({ data }) => {
    const { body } = data as { body?: { role?: string; mode?: string } }
    return body?.role !== role || body.mode === 'off'
  })
  return events[off + 1]?.at
}

async function summary(context: Context, company: string): Promise<Omit<CompanySummary, 'compared' | 'lastProof'>> {
  const { store } = context
  const live = (await systemsOf(context)).filter((system) => system.company === company && system.mode === 'live').map((system) => system.name)
  const accepted = STATUSES.filter(isAccepted)
  const missing = await unlinked(store, company, accepted, live, SHOWN)
  const never: string[] = []
  for (const { name, role } of (await config.listSystems(store, company)).filter((one) => HOLDS_ORDERS.includes(one.role))) {
    const since = await thereSince(store, company, name, role)
    if (since !== undefined) never.push(...(await unsent(store, company, accepted, { system: name, since }, SHOWN)).map(({ number }) => `${number} is not in ${name}, and no message tells it: it was removed, or never written`))
  }
  const doubled: CaseRecord[] = []
  for (const kind of NOT_ONCE) doubled.push(...(await cases.list(store, company, { state: 'open', kind, limit: SHOWN })).filter((one) => !isOfOthers(one)))
  const notOnce = [...never, ...missing.map((one) => `${one.number} is not in ${one.system} yet: its message is ${one.state}`), ...doubled.map((one) => one.text)].slice(0, SHOWN)
  return { company, orders: Object.fromEntries(await countByStatus(store, company)), systems: await linkSums(store, company), once: notOnce.length === 0, notOnce }
}
