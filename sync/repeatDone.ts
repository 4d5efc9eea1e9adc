import { type Outgoing } from '../connectors/connector'
import { Fault } from '../connectors/fault'
import * as outbox from '../store/outbox'
import { type Message } from '../store/records'
import { type Context, machineOf } from './context'
import { tellDeed } from './deeds'
import { budget } from './send'
import { isForgotten, seenOf, shows } from './shown'
import { systemsOf } from './systems'

/** What came of asking for a message again that is done: it is `there`, and nothing was sent; it goes out again under the key that the system still knows; or why not. */
export type Repeated = { outcome: 'there'; theirId: string; number?: string } | { outcome: 'goes out' } | { outcome: 'refused'; why: string }

/**
 * R-SYS-03: a message that is done is replayed so that nothing is made twice. It is looked for there first. What is there as it was wanted needs nothing; what
 * cannot be looked up goes out under its key as long as the system surely knows that; all else is for the nightly comparison and for a person.
 */
export async function repeatDone(context: Context, message: Message): Promise<Repeated> {
  const { company, system: name, kind, action, ourId, id } = message
  const later = await outbox.laterThan(context.store, message)
  if (later) return refused(`${later.action} ${later.kind} went to ${name} after it (${later.id}), and what is there is what that says`)
  const system = (await systemsOf(context)).find((one) => one.company === company && one.name === name)
  if (system?.mode !== 'live') return refused(`${name} is not live`)
  const { connector } = system
  const machine = machineOf(context)
  try {
    const found = await seenOf(connector, { kind: kind as Outgoing['kind'], ourId }, { signal: machine.expiry(budget(connector)), fresh: true, correlation: message.correlation })
    if (found === 'unseen') {
      if (connector.repeat !== 'key' || isForgotten(message, machine.nowMs())) return refused(`${name} cannot be asked for its ${kind}, and may not know the key of the message any more: it could be there twice`)
      return await context.store.write(async (tx) => {
        if (!await outbox.repeat(tx, id)) return false
        await tellDeed(context, tx, company, `message/${id}`, { type: 'sentAgain', data: { system: name, kind, action, ourId, before: 'done', attempts: message.attempt } })
        return true
      }) ? { outcome: 'goes out' } : refused('it is not done any more')
    }
    if (!found) return refused(`the ${kind} is not there any more: order-to-cash run reconcile finds out whether it is to be sent anew`)
    if (!shows({ action: action as Outgoing['action'], body: message.body }, found)) return refused(`the ${kind} is there as ${found.number ?? found.theirId}, and does not show this ${action}: order-to-cash run reconcile says what differs`)
    return { outcome: 'there', theirId: found.theirId, number: found.number }
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    return refused(error.message)
  }
}

const refused = (why: string): Repeated => ({ outcome: 'refused', why })
