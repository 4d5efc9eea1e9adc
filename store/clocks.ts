import { clocks } from './models/engine'
import { put, selectOne } from './rows'
import { type Db, type Tx } from './store'

/** How far a system's clock is ahead of ours, in ms, and when that was measured (UTC instant). */
export interface SystemClock { skewMs: number; measuredAt: string }

export async function get(db: Db, company: string, system: string): Promise<SystemClock | undefined> {
  const row = await selectOne(db, clocks, { company, system })
  return row && { skewMs: row.skew_ms, measuredAt: row.measured_at }
}

export const save = (tx: Tx, company: string, system: string, { skewMs, measuredAt }: SystemClock): Promise<void> =>
  put(tx, clocks, { company, system, skew_ms: skewMs, measured_at: measuredAt })
