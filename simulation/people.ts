import { type Command } from '../orders/command'
import * as orders from '../store/orders'
import { type Context } from '../sync/context'
import { submit } from '../sync/submit'
import { COMPANY } from './masterData'
import { type Process } from './process'
import { type Tale } from './tale'
import { MORNING, type World } from './world'

/** Who has which role. */
const DECIDERS: Record<string, string> = { salesManager: 'sales', orderDesk: 'desk', finance: 'cfo' }

/** The people of the company: they change and cancel what the tales have, and decide what they are asked. Each goes on asking until he is answered. */
export class People {
  constructor(private readonly world: World, private readonly process: Process) {}

  /** Goes once through all that is due. Answers how much was done. */
  async round(): Promise<number> {
    let done = 0
    for (const file of this.world.files) for (const tale of file.tales) {
      if (tale.command && tale.answer === undefined && this.world.time.at >= Date.parse(MORNING) + file.at + tale.command.after) done += await this.command(tale)
    }
    return done + await this.decide()
  }

  private async command(tale: Tale): Promise<number> {
    const order = await orders.byKey(this.world.store, COMPANY, tale.buyer, tale.reference, '', 0)
    if (!order) return 0
    const { command } = tale
    const wanted: Command = command!.type === 'cancel' ? { type: 'cancel', reason: 'site closed' }
      : { type: 'change', reason: 'asked for', change: { lines: [{ line: '1', quantity: String(command!.quantity) }] } }
    const { outcome } = await submit(this.as('desk'), { subject: { company: COMPANY, order: order.id }, command: wanted, circumstance: { cause: 'command', correlation: order.id } })
    tale.answer = outcome
    this.world.tell(`${tale.reference}: ${wanted.type} ${outcome}`)
    return 1
  }

  private async decide(): Promise<number> {
    let done = 0
    for (const status of ['awaitingApproval', 'held'] as const) {
      for (const order of await orders.search(this.world.store, COMPANY, { status, limit: 1000 })) {
        const tale = this.world.tales.find((one) => one.reference === order.reference)!
        const ask = (actor: string, command: Command) => submit(this.as(actor), { subject: { company: COMPANY, order: order.id }, command, circumstance: { cause: 'command', correlation: order.id } })
        if (tale.decision === 'reject') {
          tale.rejecting = true
          await ask('sales', { type: 'reject', reason: 'no' })
          done++
          continue
        }
        // somebody looks at it again by the facts of now
        if (tale.reviewed) await ask('desk', { type: 'review' })
        const open = order.approvals.filter((step) => step.state === 'open')
        // two who click at once count once
        for (const step of open) await Promise.all([1, 2].map(() => ask(DECIDERS[step.role]!, { type: 'approve', step: step.step, reason: 'agreed' })))
        if (order.status === 'held') await ask('sales', { type: 'confirm', reason: 'agreed' })
        done++
      }
    }
    return done
  }

  private as(actor: string): Context {
    return this.world.context(this.process, actor)
  }
}
