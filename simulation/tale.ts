import { type Chance } from './chance'
import { CUSTOMERS, ITEMS } from './masterData'

export interface TaleLine { id: string; item: string; quantity: number; price: string }

/** What is to become of one order: what its buyer sends, and what people and systems do about it. */
export interface Tale {
  reference: string
  buyer: string
  lines: TaleLine[]
  /** What is decided where somebody is asked. */
  decision: 'approve' | 'reject'
  /** What is wanted of it after so many ms: another quantity of its first line, or nothing any more. */
  command?: { after: number; type: 'cancel' } | { after: number; type: 'change'; quantity: number }
  /** What the warehouse does so many ms after it is there, in how many shipments. */
  ships?: { after: number; shipments: 1 | 2; delivers: boolean }
  pays: boolean
  /** Whether somebody has it judged again before he decides. */
  reviewed: boolean
  /** The answer to the command, once somebody has heard it. */
  answer?: 'accepted' | 'refused'
  /** Somebody has begun to reject it; whether that was heard of, who knows. */
  rejecting?: boolean
}

/** When a file comes in, and what is in it. */
export interface File { no: number; at: number; transportId: string; tales: Tale[]; taken?: boolean }

const FILE_ORDERS = 6
/** All files come within so many ms. */
const DAY_MS = 40_000

/** Makes up a day of so many orders. */
export function tellTales(chance: Chance, orders: number): { tales: Tale[]; files: File[] } {
  const tales: Tale[] = []
  const files: File[] = []
  while (tales.length < orders) {
    const file: File = { no: files.length, at: chance.between(0, DAY_MS), transportId: `file-${files.length}`, tales: [] }
    for (let left = Math.min(chance.between(1, FILE_ORDERS), orders - tales.length); left > 0; left--) {
      const tale = tell(chance, tales.length)
      tales.push(tale)
      file.tales.push(tale)
    }
    files.push(file)
  }
  for (const first of files.slice()) {
    if (!chance.happens(0.15)) continue
    // the same receipt once more, or the same bytes by another way
    files.push({ ...first, no: files.length, at: first.at + chance.between(0, 8000), transportId: chance.happens(0.5) ? first.transportId : `${first.transportId}-again` })
  }
  return { tales, files }
}

function tell(chance: Chance, no: number): Tale {
  const lines = Array.from({ length: chance.pick([1, 1, 2, 3]) }, (_, index): TaleLine => {
    const { code, price } = ITEMS[(no + index) % ITEMS.length]!
    return { id: String(index + 1), item: code, quantity: chance.between(1, 20), price: chance.happens(0.05) ? '99.99' : price }
  })
  const tale: Tale = {
    reference: `PO-${no}`, buyer: chance.pick(CUSTOMERS).code, lines, decision: chance.happens(0.75) ? 'approve' : 'reject', pays: chance.happens(0.7), reviewed: chance.branch(`review ${no}`).happens(0.3),
  }
  const after = chance.between(0, 15_000)
  const turn = chance.next()
  if (turn < 0.12) tale.command = { after, type: 'cancel' }
  else {
    if (turn < 0.27) tale.command = { after, type: 'change', quantity: chance.between(1, 20) }
    if (chance.happens(0.7)) tale.ships = { after: chance.between(0, 12_000), shipments: chance.happens(0.25) ? 2 : 1, delivers: chance.happens(0.7) }
  }
  return tale
}

/** A file as the buyer writes it. */
export function fileOf({ tales }: File): Buffer {
  const rows = tales.flatMap((tale) => tale.lines.map((line) =>
    [tale.reference, '2026-03-01', tale.buyer, '2026-03-09', 'Lager 2', line.id, line.item, line.quantity, 'C62', line.price, 'EUR'].join(';')))
  return Buffer.from(['order number;order date;customer no;requested delivery;ship to name;line;item;quantity;unit;price;currency', ...rows, ''].join('\n'))
}
