import { type Kind, type Outgoing, type Repeat } from '../../connectors/connector'
import { Fault } from '../../connectors/fault'
import { type Records, type Row } from './records'

/** One simulated system: what it does with what it is sent, once it does it. */
export interface System {
  readonly name: string
  readonly role: string
  readonly repeat: Repeat
  readonly follows: readonly Kind[]
  readonly records: Records
  /** Carries a message out; throws a `refused` Fault. */
  carryOut(message: Outgoing): Row
  /** Master data and balances as they are now. */
  references(kind: Kind): Row[]
}

/** The content of the bodies that are sent, as far as the systems look at it. */
export interface SentOrder {
  number: string
  reference?: string
  buyer?: string
  currency?: string
  payable?: string
  order?: string
  despatch?: string
  lines: { id: string; line?: string; item: string; quantity: string; unit?: string }[]
}

export const refuse = (text: string): never => { throw new Fault('refused', text) }

/** The record that a change or cancel is for. */
export function known(records: Records, message: Outgoing): Row {
  return (message.theirId === undefined ? undefined : records.get(message.kind, message.theirId)) ?? records.ofOurs(message.kind, message.ourId)[0]
    ?? refuse(`${message.ourId} is not here: there is nothing to ${message.action}`)
}
