import { type Connector, type Outgoing, type Remote } from '../../connectors/connector'
import { Fault, type FaultKind } from '../../connectors/fault'

export type Ending = FaultKind | 'done'

export interface Delivery {
  endings: Ending[]
  faults: Fault[]
  remote?: Remote
}

const ATTEMPTS = 5

/**
 * Brings one message to one system by the engine's rule (architecture 5), on real time: after `unknown` nothing is sent before
 * `settle` is over, and where the system takes no key a look then comes first. `settle` can be left out to show what it is for.
 */
export async function deliver(connector: Connector, message: Outgoing, settle: number = connector.settle): Promise<Delivery> {
  const delivery: Delivery = { endings: [], faults: [] }
  let unsure = false
  while (delivery.endings.length < ATTEMPTS) {
    try {
      const found = unsure && connector.repeat === 'find' && message.action === 'create' ? await connector.find(message.kind, message.ourId) : undefined
      delivery.remote = found ?? await connector.send(message)
      delivery.endings.push('done')
      return delivery
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      delivery.endings.push(error.kind)
      delivery.faults.push(error)
      if (error.kind === 'refused' || error.kind === 'login') return delivery
      if (error.kind === 'unknown') {
        unsure = true
        await passed(settle)
      }
    }
  }
  return delivery
}

const passed = (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms) })
