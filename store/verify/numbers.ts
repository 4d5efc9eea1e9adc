import { type Db } from '../store'
import { type Defect } from './defect'

/** Digits that a number has at least: `SO-000007`. */
const DIGITS = 6
/** More orders than any company takes; a byte is kept for each. */
const MOST = 500_000_000
const PAGE = 5000

/**
 * Finds the numbers of a company's order range that were given and that no order has: numbers are given without gaps, so an order was removed.
 * One defect for each run of missing numbers, and one where an order has a higher number than was given.
 */
export async function* verifyNumbers(db: Db, company: string, range = 'order'): AsyncGenerator<Defect> {
  const [counter] = await db.query<{ value: number }>('SELECT value FROM counters WHERE company = $1 AND range_name = $2', [company, range])
  const given = counter?.value ?? 0
  if (!Number.isInteger(given) || given < 0 || given > MOST) throw new RangeError(`it says ${String(given)}`)
  const seen = new Uint8Array(given + 1)
  let above: string | undefined
  for await (const number of numbersOf(db, company)) {
    const candidates = ordinals(number)
    if (candidates.length > 0 && candidates.every((candidate) => candidate > given)) above = number
    for (const candidate of candidates) if (candidate <= given) seen[candidate] = 1
  }
  if (above !== undefined) yield { code: 'counter-low', company, stream: '', text: `the last number given is ${given} by the counter, and there is the order ${above}: the counter was set back, and would give numbers twice` }
  for (let from = 1; from <= given; from++) {
    if (seen[from]) continue
    let to = from
    while (to < given && !seen[to + 1]) to++
    const which = from === to ? `the order number ${from} was` : `the order numbers ${from} to ${to} were`
    yield { code: 'number-missing', company, stream: '', text: `${which} given, and no order has ${from === to ? 'it' : 'them'}: removed, or lost in a restore` }
    from = to
  }
}

/** Finds the partners whose control numbers would be given again: what went out to them has a higher one than their counter. */
export async function* verifyControlNumbers(db: Db): AsyncGenerator<Defect> {
  const rows = await db.query<{ company: string; partner: string; highest: number; given: number }>(
    `SELECT i.company, i.partner, MAX(CAST(i.control AS SIGNED)) AS highest, COALESCE(c.value, 0) AS given FROM interchanges i
      LEFT JOIN counters c ON c.company = i.company AND c.range_name = CONCAT('edi/', i.partner, '/interchange')
      WHERE i.direction = 'out' GROUP BY i.company, i.partner, c.value HAVING MAX(CAST(i.control AS SIGNED)) > COALESCE(c.value, 0) ORDER BY i.company, i.partner`)
  for (const { company, partner, highest, given } of rows) {
    yield { code: 'counter-low', company, stream: '', text: `the last control number for ${partner} is ${given} by the counter, and ${highest} went out: the counter was set back, and would give numbers twice` }
  }
}

/** Every ordinal that the end of a number may stand for: in `SO26000007` that is 7, though it could be 6000007 once there are so many. */
function ordinals(number: string): number[] {
  const digits = /\d+$/.exec(number)?.[0] ?? ''
  const found: number[] = digits.length > 0 && digits.length < DIGITS ? [Number(digits)] : []
  for (let length = DIGITS; length <= Math.min(digits.length, 15); length++) {
    const end = digits.slice(-length)
    if (length === DIGITS || !end.startsWith('0')) found.push(Number(end))
  }
  return found
}

async function* numbersOf(db: Db, company: string): AsyncGenerator<string> {
  for (let last = ''; ;) {
    const page = await db.query<{ number: string }>(`SELECT number FROM orders WHERE company = $1 AND number > $2 ORDER BY number LIMIT ${PAGE}`, [company, last])
    for (const row of page) yield row.number
    if (page.length < PAGE) return
    last = page.at(-1)!.number
  }
}
