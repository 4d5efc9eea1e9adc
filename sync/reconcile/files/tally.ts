import { sameValue } from '../../../orders/compare'
import { type Decimal } from '../../../orders/decimal'
import { compareBytes, type Visitor } from '../merge'
import { type Spool } from '../spool'
import { type Pair } from './open'
import { type Rows } from './rows'

/** Keys: on both sides and equal, on one side only, on both and unequal. A key that a side has twice never agrees. */
export interface KeyCounts {
  agreed: number
  onlyLeft: number
  onlyRight: number
  different: number
  /** Keys that a side has more than once; they are counted above too. */
  doubles: number
}

export interface FileDifference {
  key: string
  kind: 'onlyLeft' | 'onlyRight' | 'different' | 'double'
  /** What differs; of a row that only one side has, all that is compared. An absent value has no property. */
  fields: { field: string; left?: string; right?: string }[]
  /** Rows of the key on each side, where there are doubles. */
  rows?: { left: number; right: number }
}

/** Counts the keys as they are met, and keeps what differs. */
export class Tally implements Visitor {
  readonly keys: KeyCounts = { agreed: 0, onlyLeft: 0, onlyRight: 0, different: 0, doubles: 0 }
  private met: 'agreed' | 'onlyLeft' | 'onlyRight' | 'different' = 'agreed'
  private difference: FileDifference | undefined
  private readonly rows = { left: 0, right: 0 }

  constructor(private readonly pair: Pair, private readonly tolerance: Decimal, private readonly kept: Spool<FileDifference>) {}

  both(): void {
    const { left, right, fields } = this.pair
    this.meet('agreed', 1, 1)
    for (let field = 0; field < fields.names.length; field++) {
      if (this.agrees(field)) continue
      this.met = 'different'
      const differing = fields.names.map((name, no) => ({ field: name, ...value('left', left, no), ...value('right', right, no) })).filter((_, no) => !this.agrees(no))
      this.difference = { key: left.key(), kind: 'different', fields: differing }
      return
    }
  }

  onlyLeft(): void {
    this.meet('onlyLeft', 1, 0)
    this.difference = this.alone('left', this.pair.left)
  }

  onlyRight(): void {
    this.meet('onlyRight', 0, 1)
    this.difference = this.alone('right', this.pair.right)
  }

  again(side: 'left' | 'right'): void {
    this.rows[side]++
    this.difference = { fields: [], ...this.difference, key: this.pair[side].key(), kind: 'double', rows: { ...this.rows } }
    if (this.met === 'agreed') this.met = 'different'
  }

  settled(): void | Promise<void> {
    this.keys[this.met]++
    if (this.difference === undefined) return
    if (this.difference.kind === 'double') this.keys.doubles++
    return this.kept.add(this.difference)
  }

  private meet(met: Tally['met'], left: number, right: number): void {
    this.met = met
    this.difference = undefined
    this.rows.left = left
    this.rows.right = right
  }

  private alone(side: 'left' | 'right', rows: Rows): FileDifference {
    const { names } = this.pair.fields
    const fields = names.map((field, no) => ({ field, ...value(side, rows, no) })).filter((field) => side in field)
    return { key: rows.key(), kind: side === 'left' ? 'onlyLeft' : 'onlyRight', fields }
  }

  /** An absent value and an empty one say the same: nothing. */
  private agrees(field: number): boolean {
    const { left, right } = this.pair
    const a = left.slots[field] ?? -1
    const b = right.slots[field] ?? -1
    const aStart = a < 0 ? 0 : left.starts[a]!
    const aEnd = a < 0 ? 0 : left.ends[a]!
    const bStart = b < 0 ? 0 : right.starts[b]!
    const bEnd = b < 0 ? 0 : right.ends[b]!
    return compareBytes(left.bytes, aStart, aEnd, right.bytes, bStart, bEnd) === 0
      || (aEnd > aStart && bEnd > bStart && sameValue(left.bytes.toString('utf8', aStart, aEnd), right.bytes.toString('utf8', bStart, bEnd), this.tolerance))
  }
}

function value(side: 'left' | 'right', rows: Rows, field: number): { left?: string; right?: string } {
  const text = rows.text(rows.slots[field] ?? -1)
  return text === undefined || text === '' ? {} : { [side]: text }
}
