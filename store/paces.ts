import { paces } from './models/engine'
import { insertIfNew, selectOne } from './rows'
import { type Tx } from './store'

/** Turns to be taken at one system, so many microseconds apart. */
export interface Turns { company: string; system: string; count: number; everyUs: number }

/** How far ahead turns may have been given: what lies farther is of a rate or a clock that was another. */
const AHEAD_TURNS = 200
const AHEAD_US = 60_000_000

/** Takes the next turns of all that ask, whoever they are; answers with the time of the first, in microseconds of the real clock. */
export async function take(tx: Tx, { company, system, count, everyUs }: Turns, nowUs: number): Promise<number> {
  const span = count * everyUs
  const farthest = nowUs + AHEAD_US + AHEAD_TURNS * everyUs
  const { changes } = await tx.execute('UPDATE paces SET next_us = CASE WHEN next_us < $1 THEN $1 WHEN next_us > $2 THEN $2 ELSE next_us END + $3 WHERE company = $4 AND system = $5',
    [nowUs, farthest, span, company, system])
  if (changes > 0) return (await selectOne(tx, paces, { company, system }))!.next_us - span
  return await insertIfNew(tx, paces, { company, system, next_us: nowUs + span }) ? nowUs : take(tx, { company, system, count, everyUs }, nowUs)
}
