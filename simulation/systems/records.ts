import { type Kind, type Remote, type RemoteLine } from '../../connectors/connector'
import { type Chance } from '../chance'
import { type Time } from '../time'

/** A record of a simulated system. */
export interface Row {
  kind: Kind
  theirId: string
  ourId?: string
  state: string
  version: number
  /** In the system's own clock, ms. */
  changedAt: number
  /** From when on a look-up finds it, simulated ms. */
  shownFrom: number
  /** From when on the feed shows its last change; never, where that is lost. */
  fedFrom: number
  reference?: string
  buyer?: string
  currency?: string
  amount?: string
  lines?: RemoteLine[]
  body?: Record<string, unknown>
}

/** How a system tells of what happens in it. */
export interface Manners {
  /** How far its clock is ahead, ms. */
  skew: number
  /** Share of changes that no feed shows. */
  lost: number
  /** Share of changes that the feed shows late, and of new records that a look-up finds late. */
  late: number
}

/** What one system has. It keeps nothing from being doubled: that is for each system to do, or for us. */
export class Records {
  private readonly rows = new Map<Kind, Map<string, Row>>()
  /** When a look-up finds what is being added, at the latest. */
  private shownBy = Infinity
  private readonly numbers = new Map<string, number>()

  constructor(private readonly time: Time, private readonly chance: Chance, private readonly manners: () => Manners) {}

  add(row: Pick<Row, 'kind' | 'theirId' | 'state'> & Partial<Row>): Row {
    const { late } = this.manners()
    const shownFrom = this.time.at + (this.chance.happens(late) ? this.chance.between(1, LOOK_UP_LATE_MS) : 0)
    const added: Row = { version: 1, ...this.stamp(), shownFrom: Math.min(shownFrom, this.shownBy), ...row }
    this.ofKind(row.kind).set(row.theirId, added)
    return added
  }

  /** What is added by this work is found by then: what commits late and what a look-up finds late are one and the same `settle`. */
  shownAtLatest(by: number, work: () => void): void {
    this.shownBy = by
    try {
      work()
    } finally {
      this.shownBy = Infinity
    }
  }

  change(row: Row, values: Partial<Row>): Row {
    return Object.assign(row, values, { version: row.version + 1, ...this.stamp() })
  }

  get(kind: Kind, theirId: string): Row | undefined {
    return this.ofKind(kind).get(theirId)
  }

  all(kind: Kind): Row[] {
    return [...this.ofKind(kind).values()]
  }

  ofOurs(kind: Kind, ourId: string): Row[] {
    return this.all(kind).filter((row) => row.ourId === ourId)
  }

  isFound(row: Row): boolean {
    return row.shownFrom <= this.time.at
  }

  isFed(row: Row): boolean {
    return row.fedFrom <= this.time.at
  }

  next(range: string): number {
    const number = (this.numbers.get(range) ?? 0) + 1
    this.numbers.set(range, number)
    return number
  }

  private ofKind(kind: Kind): Map<string, Row> {
    const rows = this.rows.get(kind) ?? new Map<string, Row>()
    this.rows.set(kind, rows)
    return rows
  }

  private stamp(): Pick<Row, 'changedAt' | 'fedFrom'> {
    const { skew, lost, late } = this.manners()
    const delay = this.chance.happens(lost) ? Infinity : this.chance.happens(late) ? this.chance.between(1, FEED_LATE_MS) : 0
    return { changedAt: this.time.at + skew, fedFrom: this.time.at + delay }
  }
}

/** Less than the time that every connector lets pass before it trusts a look. */
const LOOK_UP_LATE_MS = 1500
/** More than a poll looks back. */
const FEED_LATE_MS = 30_000

export const remoteOf = ({ shownFrom: _shownFrom, fedFrom: _fedFrom, version, changedAt, lines, body, ...row }: Row): Remote => ({
  ...row, version: String(version), asOf: new Date(changedAt).toISOString(), number: row.theirId,
  // whoever gets it may change it
  ...(lines && { lines: lines.map((line) => ({ ...line })) }), ...(body && { body: isFlat(body) ? { ...body } : structuredClone(body) }),
})

const isFlat = (body: object): boolean => Object.values(body).every((value) => typeof value !== 'object')
