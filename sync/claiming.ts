import { type Message } from '../store/records'

interface Waiting { id: string; claimed: (message: Message | undefined) => void; failed: (error: unknown) => void }

/** Claims messages of one system by their ids: while one transaction is under way the next ids gather, and go into the following one together. */
export class Claiming {
  private waiting: Waiting[] = []
  private running = false

  constructor(private readonly claimThese: (ids: readonly string[]) => Promise<Message[]>) {}

  /** Undefined where it is not to be had. */
  claim(id: string): Promise<Message | undefined> {
    return new Promise((claimed, failed) => {
      this.waiting.push({ id, claimed, failed })
      if (!this.running) void this.run()
    })
  }

  private async run(): Promise<void> {
    this.running = true
    while (this.waiting.length > 0) {
      const group = this.waiting
      this.waiting = []
      try {
        const messages = new Map((await this.claimThese([...new Set(group.map(({ id }) => id))])).map((message) => [message.id, message]))
        for (const { id, claimed } of group) {
          claimed(messages.get(id))
          // who asks for the same at once gets it once
          messages.delete(id)
        }
      } catch (error) {
        for (const { failed } of group) failed(error)
      }
    }
    this.running = false
  }
}
