import { type DraftLine, type OrderDraft } from '../../orders/draft'

/**
 * Orders and lines are begun by constructors, though they are plain objects: the engine sees what the first few came to have, and gives the others
 * room for it at once. A literal has room for what it names, and every third field behind that moves those before it.
 */
const Order = plain(function (this: OrderDraft) {
  // room for a few lines: the first that is put into an empty literal makes room for seventeen
  this.lines = new Array<DraftLine>()
})
const Line = plain(function (this: DraftLine, id: string) {
  this.id = id
})

export const newOrder = (): OrderDraft => new Order()
export const newLine = (id: string): DraftLine => new Line(id)

function plain<T, A extends unknown[]>(begin: (this: T, ...args: A) => void): new (...args: A) => T {
  begin.prototype = Object.prototype
  return begin as unknown as new (...args: A) => T
}
