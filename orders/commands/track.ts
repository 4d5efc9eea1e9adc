import { type Command } from '../command'
import { accepted, alreadyDone, type Decision, refused } from '../decision'
import { trackingEffects } from '../effects'
import { exceptionKey } from '../exception'
import { type Facts } from '../facts'
import { type Order } from '../order'
import { Story } from '../story'

/** The stages of a shipment on its way, in their order; an exception is none of them and may come at any time. */
export const STAGES = ['booked', 'collected', 'inTransit', 'outForDelivery'] as const

/**
 * R-EXE-10, R-DLV-01: a carrier tells where the shipment of a despatch is. What is heard twice, or after a later stage, counts no more; an exception
 * (damaged, refused) counts once for each time that it is told of. That it arrived is told by `deliver`.
 */
export function track(order: Order, command: Extract<Command, { type: 'track' }>, facts: Facts): Decision {
  const { type: _type, ...data } = command
  if (!order.documents.some((d) => d.kind === 'despatch' && d.issuer === data.despatchedBy && d.number === data.despatch)) {
    return refused('too-early', `Shipment ${data.shipment} of ${data.issuer} is of despatch ${data.despatch}, which is not known yet.`)
  }
  const known = order.shipments?.find((one) => one.issuer === data.issuer && one.number === data.shipment)
  const isHeard = data.stage === 'exception' ? known?.exceptions?.includes(exceptionKey(data)) : known && rank(known.stage) >= rank(data.stage)
  if (isHeard) return alreadyDone()
  return accepted(new Story(order, facts.at).tell({ type: 'tracked', data }).events, { effects: known?.tracking === undefined ? trackingEffects(order, data, facts) : [] })
}

const rank = (stage: (typeof STAGES)[number] | 'exception'): number => (stage === 'exception' ? -1 : STAGES.indexOf(stage))
