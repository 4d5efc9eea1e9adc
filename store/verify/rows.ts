import { columnsDiffer } from '../orders'
import { type OrderRow } from '../models/orders'
import { type Db } from '../store'
import { type Defect } from './defect'
import { readable } from './unreadable'

/** Checks that what points to a stream finds it, and that orders and their streams agree: an order removed with its events is missed by what knew it. */
export async function* verifyRows(db: Db): AsyncGenerator<Defect> {
  yield* pointingNowhere(db)
  yield* neverConfigured(db)
  yield* ordersWithoutRow(db)
  yield* readable('the row of an order', '', ordersThatDiffer(db))
  yield* messagesOfNoArrival(db)
  yield* readable('a row of what is held', '', heldOtherwise(db))
}

interface Pointer { what: string; table: string; stream: string; where?: string; name: string }

/** Who knows a stream: how it names the stream, and how it is itself called. */
const POINTERS: readonly Pointer[] = [
  { what: 'the order', table: 'orders', stream: "CONCAT('order/', p.id)", name: 'COALESCE(p.number, p.reference, p.id)' },
  { what: 'message', table: 'arrival_items', stream: "CONCAT('order/', p.order_id)", where: 'p.order_id IS NOT NULL', name: "CONCAT(p.no, ' of the arrival ', p.arrival)" },
  { what: 'the message', table: 'messages', stream: 'p.stream', name: "CONCAT(p.id, ' to ', p.system)" },
  { what: 'the link', table: 'links', stream: 'p.stream', name: "CONCAT(p.kind, ' ', p.their_id, ' in ', p.system)" },
  { what: 'the document', table: 'order_documents', stream: "CONCAT(p.kind, '/', p.issuer, '/', p.number)", name: "CONCAT(p.kind, ' ', p.number)" },
  { what: 'what is owed of', table: 'open_items', stream: "CONCAT('invoice/', p.issuer, '/', p.invoice)", name: 'p.invoice' },
  { what: 'line', table: 'order_document_lines', stream: "CONCAT('order/', p.order_id)", name: "CONCAT(p.no, ' of the ', p.kind, ' ', p.number)" },
  { what: 'the approval', table: 'approvals', stream: 'p.subject', name: 'p.step' },
  { what: 'the commitment', table: 'commitments', stream: "CONCAT('order/', p.order_id)", name: "CONCAT(p.line, ' on ', p.resource)" },
]

async function* pointingNowhere(db: Db): AsyncGenerator<Defect> {
  for (const { what, table, stream, where, name } of POINTERS) {
    const rows = await db.query<{ company: string; stream: string; name: string }>(
      `SELECT p.company, ${stream} AS stream, ${name} AS name FROM ${table} p LEFT JOIN streams s ON s.company = p.company AND s.stream = ${stream}
        WHERE s.stream IS NULL ${where ? `AND ${where}` : ''} ORDER BY p.company, ${stream}`)
    for (const row of rows) yield { code: 'stream-removed', company: row.company, stream: row.stream, text: `${what} ${row.name} knows the stream ${row.stream}, which is gone` }
  }
}

/** What is used though no event ever configured it: where the company itself was configured by events, all else of it was. */
async function* neverConfigured(db: Db): AsyncGenerator<Defect> {
  const configured = "EXISTS (SELECT 1 FROM streams c WHERE c.company = p.company AND c.stream = CONCAT('config/company/', c.company))"
  // an actor belongs to no company
  const everConfigured = "EXISTS (SELECT 1 FROM streams c WHERE c.stream >= 'config/company/' AND c.stream < 'config/company0')"
  const selects = [
    `SELECT p.company, 'partner' AS kind, p.code AS name FROM partners p LEFT JOIN streams s ON s.company = p.company AND s.stream = CONCAT('config/partner/', p.code) WHERE s.stream IS NULL AND ${configured}`,
    `SELECT p.company, 'system' AS kind, p.name AS name FROM systems p LEFT JOIN streams s ON s.company = p.company AND s.stream = CONCAT('config/system/', p.name) WHERE s.stream IS NULL AND ${configured}`,
    `SELECT p.company, p.kind, p.config_key AS name FROM config_records p LEFT JOIN streams s ON s.company = p.company AND s.stream = CONCAT('config/', p.kind, '/', p.config_key) WHERE s.stream IS NULL AND ${configured}`,
    `SELECT '' AS company, 'actor' AS kind, p.id AS name FROM actors p LEFT JOIN streams s ON s.stream = CONCAT('config/actor/', p.id) WHERE s.stream IS NULL AND ${everConfigured}`,
  ]
  for (const select of selects) {
    for (const { company, kind, name } of await db.query<{ company: string; kind: string; name: string }>(`${select} ORDER BY 1, 3`)) {
      yield { code: 'config-added', company, stream: `config/${kind}/${name}`, text: `the ${kind} ${name} is there, and no event ever configured it: it was added past the events` }
    }
  }
}

async function* ordersWithoutRow(db: Db): AsyncGenerator<Defect> {
  const rows = await db.query<{ company: string; stream: string }>(
    `SELECT s.company, s.stream FROM streams s LEFT JOIN orders o ON o.company = s.company AND o.id = SUBSTR(s.stream, 7)
      WHERE s.stream >= 'order/' AND s.stream < 'order0' AND o.id IS NULL ORDER BY s.company, s.stream`)
  for (const row of rows) yield { code: 'order-removed', ...row, text: `the order's row is gone, and its events are there: it can be folded from them again` }
}

async function* messagesOfNoArrival(db: Db): AsyncGenerator<Defect> {
  const rows = await db.query<{ company: string | null; arrival: string; n: number }>(
    'SELECT i.company, i.arrival, count(*) AS n FROM arrival_items i LEFT JOIN arrivals a ON a.id = i.arrival WHERE a.id IS NULL GROUP BY i.company, i.arrival ORDER BY i.arrival')
  for (const { company, arrival, n } of rows) yield { code: 'arrival-missing', company: company ?? '', stream: '', text: `the arrival ${arrival} is gone, and ${n} of its messages are there` }
}

/** What is taken of credit or stock in all, and what the orders hold of it: whoever takes one away sells it twice. */
async function* heldOtherwise(db: Db): AsyncGenerator<Defect> {
  const rows = await db.query<{ company: string; resource: string; ours: number; held: number }>(
    `SELECT r.company, r.resource, r.ours, COALESCE(SUM(c.quantity - c.counted), 0) AS held FROM resources r
      LEFT JOIN commitments c ON c.company = r.company AND c.resource = r.resource AND c.state <> 'released'
      GROUP BY r.company, r.resource, r.ours HAVING r.ours <> COALESCE(SUM(c.quantity - c.counted), 0) ORDER BY r.company, r.resource`)
  for (const { company, resource, ours, held } of rows) {
    yield { code: 'commitment-differs', company, stream: '', text: `of ${resource} ${ours} is taken, and orders hold ${held} of it (in its smallest unit): it was changed past the commitments` }
  }
}

const PAGE = 200

/** Where its row and its stream disagree, or the columns that an order is found by and the order itself. */
async function* ordersThatDiffer(db: Db): AsyncGenerator<Defect> {
  for (let last = { company: '', id: '' }; ;) {
    const page = await db.query<OrderRow & { stream_version: number | null }>(
      `SELECT o.*, s.version AS stream_version FROM orders o LEFT JOIN streams s ON s.company = o.company AND s.stream = CONCAT('order/', o.id)
        WHERE o.company > $1 OR (o.company = $2 AND o.id > $3) ORDER BY o.company, o.id LIMIT ${PAGE}`, [last.company, last.company, last.id])
    for (const row of page) {
      const place = { company: row.company, stream: `order/${row.id}` }
      if (row.stream_version !== null && row.stream_version !== row.version) {
        yield { code: 'order-differs', ...place, text: `the order's row is at version ${row.version}, and its stream at ${row.stream_version}` }
      }
      const columns = await columnsDiffer(db, row)
      if (columns.length > 0) yield { code: 'order-differs', ...place, text: `the order's row says another ${columns.join(', ')} than the order itself` }
    }
    if (page.length < PAGE) return
    last = page.at(-1)!
  }
}
