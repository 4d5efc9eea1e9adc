import { keyDigest } from './digest'
import { type ControlSeenRow, controlsSeen } from './models/interchanges'
import { insertIfNew, remove, selectOne, update } from './rows'
import { type Tx } from './store'

/** A control number as it came in: whose, of which level, and what it stood on. */
export interface ControlSeen {
  company: string
  partner: string
  /** What makes it one number: level, sender, receiver, and what encloses it. */
  scope: readonly string[]
  control: string
  /** UTC instant. */
  at: string
  arrival: string
  sha256: string
  /** Digest of what was said under it. */
  content: string
  /** What was said, for a person: `850 4500118821, 850 4500118822`. */
  summary: string
}

export type Claimed =
  | { seen: 'first' }
  /** It came before: with the same content, or with another. */
  | { seen: 'repeat' | 'other'; before: Pick<ControlSeen, 'at' | 'arrival' | 'sha256' | 'summary'> }

/**
 * Takes a control number for one arrival. It is taken already where another arrival had it at or after `since` (an instant); the same arrival,
 * taken up again after a kill, has it still.
 */
export async function claim(tx: Tx, wanted: ControlSeen, since: string): Promise<Claimed> {
  const row = toRow(wanted)
  const known = await selectOne(tx, controlsSeen, { control_key: row.control_key }, { lock: true })
  if (!known) return await insertIfNew(tx, controlsSeen, row) ? { seen: 'first' } : claim(tx, wanted, since)
  if (known.arrival === wanted.arrival) return { seen: 'first' }
  if (known.at < since) {
    await update(tx, controlsSeen, row, { control_key: row.control_key })
    return { seen: 'first' }
  }
  return { seen: known.content === wanted.content || known.sha256 === wanted.sha256 ? 'repeat' : 'other', before: { at: known.at, arrival: known.arrival, sha256: known.sha256, summary: known.summary } }
}

/** Gives numbers of an arrival back: what was rejected is sent again under its own number. */
export async function giveBack(tx: Tx, given: readonly Pick<ControlSeen, 'company' | 'partner' | 'scope' | 'control' | 'arrival'>[]): Promise<void> {
  for (const one of given) await remove(tx, controlsSeen, { control_key: keyOf(one), arrival: one.arrival })
}

const keyOf = ({ company, partner, scope, control }: Pick<ControlSeen, 'company' | 'partner' | 'scope' | 'control'>): string => keyDigest(company, partner, ...scope, control)

const toRow = (seen: ControlSeen): ControlSeenRow => ({
  control_key: keyOf(seen), company: seen.company, partner: seen.partner, control: seen.control, at: seen.at, arrival: seen.arrival, sha256: seen.sha256, content: seen.content, summary: seen.summary,
})
