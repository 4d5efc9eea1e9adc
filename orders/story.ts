import { evolve } from './evolve'
import { type OrderEvent } from './event'
import { type Order } from './order'
import { mayFollow } from './status'

/**
 * The events of one command in the making: each is folded as it is told, so that the next step sees the order as it then is.
 * Throws where a command would leave the status table: that is a fault of ours, and nothing is committed.
 */
export class Story {
  readonly events: OrderEvent[] = []
  private state: Order | undefined

  constructor(order: Order | undefined, private readonly at: string) {
    this.state = order
  }

  /** The order after all that was told. */
  get order(): Order {
    if (!this.state) throw new Error('nothing was told yet')
    return this.state
  }

  tell(...events: OrderEvent[]): this {
    for (const event of events) {
      const before = this.state?.status
      this.state = evolve(this.state, event, { sequence: (this.state?.version ?? 0) + 1, at: this.at })
      if (before && !mayFollow(before, this.state.status)) throw new Error(`${event.type} would take an order from ${before} to ${this.state.status}, which the status table does not allow`)
      this.events.push(event)
    }
    return this
  }
}
