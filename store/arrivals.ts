import { type Problem } from '../orders/problem'
import { keyDigest } from './digest'
import { type ArrivalItemRow, arrivalItems, type ArrivalRow, arrivals } from './models/documents'
import { type Arrival, type ArrivalItem, type ArrivalOutcome } from './records'
import { insertIfNew, insertMany, select, selectOne, update } from './rows'
import { type Db, type Tx } from './store'

/** Notes that something arrived; where its (channel, transport id) is known, `fresh` is false and the arrival is the one of before. */
export async function record(tx: Tx, arrival: Arrival): Promise<{ arrival: Arrival; fresh: boolean }> {
  const row = toRow(arrival)
  if (await insertIfNew(tx, arrivals, row)) return { arrival, fresh: true }
  const first = await selectOne(tx, arrivals, { transport_key: row.transport_key })
  if (!first) throw new Error(`the arrival id ${arrival.id} is taken`)
  return { arrival: fromRow(first), fresh: false }
}

/** Says what became of a pending arrival; false where somebody has said so already. */
export async function finish(tx: Tx, id: string, end: { outcome: ArrivalOutcome; company?: string; problems: Problem[] }): Promise<boolean> {
  const changes = await update(tx, arrivals, { outcome: end.outcome, company: end.company ?? null, problems: JSON.stringify(end.problems) }, { id, outcome: 'pending' })
  return changes === 1
}

export async function addItems(tx: Tx, items: readonly ArrivalItem[]): Promise<void> {
  await insertMany(tx, arrivalItems, items.map((item) => ({
    arrival: item.arrival, no: item.no, type: item.type, control: item.control ?? null, outcome: item.outcome,
    company: item.company ?? null, order_id: item.order ?? null, text: item.text ?? null,
  })))
}

/** Is something said already of one of these messages? */
export async function hasItems(db: Db, arrival: string, nos: readonly number[]): Promise<boolean> {
  return await selectOne(db, arrivalItems, { arrival, no: [...nos] }) !== undefined
}

export const get = async (db: Db, id: string): Promise<Arrival | undefined> => orUndefined(await selectOne(db, arrivals, { id }))

export async function items(db: Db, arrival: string): Promise<ArrivalItem[]> {
  return (await select(db, arrivalItems, { arrival }, { order: ['no'] })).map(fromItemRow)
}

/** Arrivals that were begun (before `olderThan`, an ISO instant) and never finished: their process died, or is at them just now. Oldest first. */
export async function pending(db: Db, olderThan?: string): Promise<Arrival[]> {
  const where = { outcome: 'pending', ...(olderThan === undefined ? {} : { at: { lt: olderThan } }) }
  return (await select(db, arrivals, where, { order: ['at', 'id'] })).map(fromRow)
}

/** The newest first. */
export async function list(db: Db, { limit = 100, outcome }: { limit?: number; outcome?: ArrivalOutcome } = {}): Promise<Arrival[]> {
  return (await select(db, arrivals, outcome ? { outcome } : {}, { order: [['at', 'DESC'], ['id', 'DESC']], limit })).map(fromRow)
}

/** Was the same document received before, and read to its end? */
export async function concludedBefore(db: Db, { sha256, id }: Pick<Arrival, 'sha256' | 'id'>): Promise<boolean> {
  const [row] = await db.query<{ n: number }>("SELECT count(*) AS n FROM arrivals WHERE sha256 = $1 AND id <> $2 AND outcome <> 'pending'", [sha256, id])
  return (row?.n ?? 0) > 0
}

/** The arrivals of a document, the oldest first. */
export async function ofDocument(db: Db, sha256: string, limit = 100): Promise<Arrival[]> {
  return (await select(db, arrivals, { sha256 }, { order: ['at', 'id'], limit })).map(fromRow)
}

/** How often this document has arrived. */
export async function countOf(db: Db, sha256: string): Promise<number> {
  const [row] = await db.query<{ n: number }>('SELECT count(*) AS n FROM arrivals WHERE sha256 = $1', [sha256])
  return row?.n ?? 0
}

export async function countByOutcome(db: Db): Promise<Map<string, number>> {
  const rows = await db.query<{ outcome: string; n: number }>('SELECT outcome, count(*) AS n FROM arrivals GROUP BY outcome')
  return new Map(rows.map((row) => [row.outcome, row.n]))
}

const toRow = (arrival: Arrival): ArrivalRow => ({
  id: arrival.id, transport_key: keyDigest(arrival.channel, arrival.transportId), channel: arrival.channel, transport_id: arrival.transportId, sha256: arrival.sha256,
  file_name: arrival.fileName ?? null, sender: arrival.sender ?? null, at: arrival.at, outcome: arrival.outcome, company: arrival.company ?? null, problems: JSON.stringify(arrival.problems),
})

const fromRow = (row: ArrivalRow): Arrival => ({
  id: row.id, channel: row.channel, transportId: row.transport_id, sha256: row.sha256, fileName: row.file_name ?? undefined, sender: row.sender ?? undefined,
  at: row.at, outcome: row.outcome as ArrivalOutcome, company: row.company ?? undefined, problems: JSON.parse(row.problems) as Problem[],
})

const orUndefined = (row: ArrivalRow | undefined): Arrival | undefined => row && fromRow(row)

const fromItemRow = (row: ArrivalItemRow): ArrivalItem => ({
  arrival: row.arrival, no: row.no, type: row.type, control: row.control ?? undefined, outcome: row.outcome as ArrivalOutcome,
  company: row.company ?? undefined, order: row.order_id ?? undefined, text: row.text ?? undefined,
})
