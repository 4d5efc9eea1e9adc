import * as allocations from '../../store/allocations'
import * as arrivals from '../../store/arrivals'
import * as cases from '../../store/cases'
import * as exchanges from '../../store/exchanges'
import * as links from '../../store/links'
import * as outbox from '../../store/outbox'
import * as references from '../../store/references'
import * as reporting from '../../store/reporting'
import * as resources from '../../store/resources'
import * as runs from '../../store/runs'
import { type Db, type Store } from '../../store/store'
import { freshStore, onMariadb } from './open'

let store: Store
beforeAll(async () => { store = await freshStore() })

/** How SQLite goes about what is read, which is answered with nothing. */
async function plansOf(read: (db: Db) => Promise<unknown>): Promise<string[]> {
  const plans: string[] = []
  await read({
    ...store,
    query: async (sql, params) => {
      plans.push(...(await store.query<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, params)).map(({ detail }) => detail))
      return []
    },
  })
  return plans
}

// SQLite guesses how many rows a company has, since nobody tells it, and would walk over all of them to have a few in order
const reads: [name: string, index: string, read: (db: Db) => Promise<unknown>][] = [
  ['the links of an order', 'links_stream (company=? AND stream=?)', (db) => links.ofStream(db, 'acme', 'order/1')],
  ['the links of several orders', 'links_stream (company=? AND stream=?)', (db) => links.ofStreams(db, 'acme', ['order/1', 'order/2'])],
  ['the messages of an order', 'messages_of_stream (company=? AND stream=?)', (db) => outbox.ofStream(db, 'acme', 'order/1')],
  ['what an order holds', 'commitments_order (company=? AND order_id=?)', (db) => resources.commitmentsOf(db, 'acme', '1')],
  ['what is on an invoice', 'allocations_invoice (company=? AND invoice=?)', (db) => allocations.ofInvoice(db, 'acme', 'I1')],
  ['copies of one kind', 'references_kind (company=? AND kind=? AND ref_key=?)', (db) => references.ofKinds(db, 'acme', { item: ['A'] })],
  ['what was told of several orders', 'sqlite_autoindex_events_1 (company=? AND stream=?)', (db) => reporting.toldOf(db, 'acme', ['1', '2'])],
  ['what was closed about several orders', 'cases_subject (company=? AND subject=?)', (db) => cases.closedAbout(db, 'acme', ['order/1', 'order/2'], ['quantity', 'status'])],
  ['the exchanges of several messages', 'sqlite_autoindex_exchanges_1 (message=?)', (db) => exchanges.ofMessages(db, [1, 2])],
  ['the arrivals of a document', 'arrivals_sha256 (sha256=?)', (db) => arrivals.ofDocument(db, 'a')],
  ['the last runs of a job', 'sqlite_autoindex_runs_1 (company=? AND job=?)', (db) => runs.list(db, 'acme', { job: 'follow' })],
  ['copies of several kinds', 'references_kind (company=? AND kind=? AND ref_key=?)', (db) => references.ofKinds(db, 'acme', { item: ['A', 'B'], stock: ['A', 'B'], customer: ['C'] })],
]

;(onMariadb ? test.skip : test).each(reads)('SQLite finds %s by an index of just them', async (_, index, read) => {
  const searched = (await plansOf(read)).filter((step) => /^(SEARCH|SCAN) /.test(step))
  expect(searched.length).toBeGreaterThan(0)
  for (const step of searched) expect(step).toContain(index)
})
