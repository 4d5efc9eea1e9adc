import { type CircuitRow, circuits } from './models/engine'
import { insertIfNew, remove, select, update } from './rows'
import { type Db, type Tx } from './store'

/** A system that does not answer. */
export interface Circuit {
  company: string
  system: string
  /** UTC instant of business time. */
  openedAt: string
  /** When the next probe may go, real clock in ms. */
  probeMs: number
  /** Probes that failed since. */
  probes: number
  /** What it said last, or what was missing. */
  text: string
}

/** Those that are open now. */
export async function open(db: Db, company?: string): Promise<Circuit[]> {
  return (await select(db, circuits, { company }, { order: ['company', 'system'] })).map(fromRow)
}

/** False where it is open already. */
export const begin = (tx: Tx, circuit: Circuit): Promise<boolean> => insertIfNew(tx, circuits, toRow(circuit))

/** Moves the next probe from the time that was seen; false where another worker was faster, or it is closed. */
export async function move(tx: Tx, { company, system, probeMs }: Circuit, to: Partial<Pick<CircuitRow, 'probe_ms' | 'probes' | 'text'>>): Promise<boolean> {
  return await update<CircuitRow>(tx, circuits, to, { company, system, probe_ms: probeMs }) === 1
}

export async function end(tx: Tx, { company, system }: Pick<Circuit, 'company' | 'system'>): Promise<boolean> {
  return await remove(tx, circuits, { company, system }) === 1
}

const toRow = ({ company, system, openedAt, probeMs, probes, text }: Circuit): CircuitRow => ({ company, system, opened_at: openedAt, probe_ms: probeMs, probes, text })
const fromRow = (row: CircuitRow): Circuit => ({ company: row.company, system: row.system, openedAt: row.opened_at, probeMs: row.probe_ms, probes: row.probes, text: row.text })
