import { evolve } from './evolve'
import { type OrderEvent } from './event'
import { type Order } from './order'

/** The events of one command in the making: each is folded as it is told, so that the next step sees the order as it then is. */
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
      this.state = evolve(this.state, event, { sequence: (this.state?.version ?? 0) + 1, at: this.at })
      this.events.push(event)
    }
    return this
  }
}
