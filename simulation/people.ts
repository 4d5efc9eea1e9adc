import { type Command } from '../orders/command'
import { type Order } from '../orders/order'
import { askedBeside } from '../store/approvals'
import * as orders from '../store/orders'
import { type Context } from '../sync/context'
import { type Outcome, submit } from '../sync/submit'
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
    return done + await this.decide() + await this.decideChanges()
  }

  private async command(tale: Tale): Promise<number> {
    const order = await orders.byKey(this.world.store, COMPANY, tale.buyer, tale.reference, '', 0)
    if (!order) return 0
    const { command } = tale
    const wanted: Command = command!.type === 'cancel' ? { type: 'cancel', reason: 'site closed' }
      : { type: 'change', reason: 'asked for', change: { lines: [{ line: '1', quantity: String(command!.quantity) }] } }
    // asked for before whoever asked went down: it waits for others
    const { outcome } = order.change ? { outcome: 'accepted' as const } : await this.ask('desk', order, wanted)
    tale.answer = outcome
    this.world.tell(`${tale.reference}: ${wanted.type} ${outcome}`)
    return 1
  }

  private async decide(): Promise<number> {
    let done = 0
    for (const status of ['awaitingApproval', 'held'] as const) {
      for (const order of await orders.search(this.world.store, COMPANY, { status, limit: 1000 })) {
        const tale = this.world.tales.find((one) => one.reference === order.reference)!
        const ask = (actor: string, command: Command) => this.ask(actor, order, command)
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

  /** What is to become of an order that goes on meanwhile; one that there is no room for any more is taken back. */
  private async decideChanges(): Promise<number> {
    const changing = (await askedBeside(this.world.store, COMPANY, 1000)).filter(({ change }) => change)
    for (const order of changing) {
      for (const step of order.approvals.filter(({ state }) => state === 'open')) {
        const outcomes = await Promise.all([1, 2].map(() => this.ask(DECIDERS[step.role]!, order, { type: 'approve', step: step.step, reason: 'agreed' })))
        if (outcomes.some(({ outcome }) => outcome === 'accepted')) continue
        await this.ask('desk', order, { type: 'reject', reason: 'no room for it' })
        this.world.tales.find((one) => one.reference === order.reference)!.answer = 'refused'
        break
      }
    }
    return changing.length
  }

  private ask(actor: string, order: Order, command: Command): Promise<Outcome> {
    return submit(this.as(actor), { subject: { company: COMPANY, order: order.id }, command, circumstance: { cause: 'command', correlation: order.id } })
  }

  private as(actor: string): Context {
    return this.world.context(this.process, actor)
  }
}
