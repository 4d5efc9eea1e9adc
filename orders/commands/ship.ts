import { despatchAdvice } from '../answers'
import { endCancel, mayGoOn } from '../cancelEnds'
import { refuseChange } from '../changing'
import { type Command } from '../command'
import { accepted, alreadyDone, type Decision, refused } from '../decision'
import { compare } from '../decimal'
import { inLineUnits, shipmentEffects } from '../effects'
import { open } from '../evolve'
import { type Facts } from '../facts'
import { type Order } from '../order'
import { isAccepted } from '../status'
import { Story } from '../story'

/** R-EXE-10: a despatch took place. Said twice it counts once; more than is open is refused, and so becomes a case. R-CAN-06, R-APR-06: one that meets a cancel under way, or a change that waits, ends it. */
export function ship(order: Order, command: Extract<Command, { type: 'ship' }>, facts: Facts): Decision {
  if (order.documents.some((d) => d.kind === 'despatch' && d.issuer === command.issuer && d.number === command.despatch)) return alreadyDone()
  if (!isAccepted(order.status)) return refused('shipped-unaccepted', `Despatch ${command.despatch} of ${command.issuer} ships ${order.number ?? order.id}, which is ${order.status}.`)
  if (order.cancel && !mayGoOn(order)) return refused('shipped-unaccepted', `Despatch ${command.despatch} of ${command.issuer} ships ${order.number ?? order.id}, which every warehouse has given up.`)
  const lines = inLineUnits(order, command.lines, facts)
  for (const part of lines) {
    const line = order.lines.find((l) => l.id === part.line)
    if (!line) return refused('line-unknown', `Despatch ${command.despatch} ships line ${part.line}, which ${order.number} does not have.`)
    if (compare(part.quantity, '0') <= 0) return refused('quantity-invalid', `Despatch ${command.despatch} ships ${part.quantity} of line ${part.line}.`, { line: part.line })
    // what it ships is for a person; that it has it, and so cannot give it up, is sure
    if (compare(part.quantity, open(line)) > 0 && order.cancel) return endedBy(order, command, facts)
    if (compare(part.quantity, open(line)) > 0) return refused('over-shipped', `Despatch ${command.despatch} ships ${part.quantity} of line ${part.line}; ${open(line)} are open.`, { line: part.line })
  }
  const { type: _type, ...rest } = command
  // what is paid by card is invoiced by itself: it is taken as it is shipped
  const data = { ...rest, lines, ...(facts.partner?.collective && !order.authorisation ? { collective: true as const } : {}) }
  const story = new Story(order, facts.at)
  const gone = order.cancel ? endCancel(story, causeOf(command), facts) : order.change ? refuseChange(story, { by: command.issuer, reason: `It is shipped with ${command.despatch}.` }, facts) : []
  story.tell({ type: 'shipped', data })
  return accepted(story.events, {
    effects: [...gone, ...shipmentEffects(story.order, data, facts), ...despatchAdvice(story.order, data, facts)],
    release: story.order.lines.every((line) => open(line) === '0') ? 'stock' : 'none',
    documents: [{ kind: 'despatch', issuer: command.issuer, number: command.despatch, type: 'despatched', data: { ...data, order: order.id } }],
  })
}

const causeOf = ({ issuer, despatch }: Extract<Command, { type: 'ship' }>): Parameters<typeof endCancel>[1] => ({ by: issuer, reason: `It is shipped with ${despatch}.`, issuer, despatch })

/** The cancel falls through, and the despatch is still to be counted: once the order has as much, which can be changed again from now on. */
function endedBy(order: Order, command: Extract<Command, { type: 'ship' }>, facts: Facts): Decision {
  const story = new Story(order, facts.at)
  const effects = endCancel(story, causeOf(command), facts)
  return accepted(story.events, { effects })
}
