import { type Kind, type Remote } from '../../connectors/connector'
import { comparable, compareRecords, type SaidLine } from '../../orders/compare/record'
import { type Order } from '../../orders/order'
import { type Link } from '../../store/records'
import { REPORTS } from '../reports'
import { type System } from '../systems'
import { expected, ourWord, type Verdict, verdictOf } from './expected'

export const DIFFERENCES = ['missing-there', 'missing-here', 'double', 'status', 'amount', 'quantity', 'currency'] as const
export type DifferenceKind = (typeof DIFFERENCES)[number]

/** Where a system and we do not say the same of one record. */
export interface Difference {
  kind: DifferenceKind
  system: string
  role: string
  record: Kind
  /** Order of ours that it is about; absent where there is none. */
  order?: string
  /** Its number, or what we call it by. */
  name: string
  ourId?: string
  theirId?: string
  /** What of the record: `payable`, `line 2`, `state`; `''` for the record itself. */
  field: string
  ours?: string
  theirs?: string
  verdict?: Verdict
  /** Further facts of the sentence that a person reads. */
  remark?: string
}

/** Where a record and its link, and the order that it belongs to, contradict each other. Pure. */
export function compareHeld(system: Pick<System, 'name' | 'role' | 'authority'>, link: Link, order: Order, remote: Remote, sent?: { lines?: readonly SaidLine[] }): Difference[] {
  const about = {
    system: system.name, role: system.role, record: remote.kind, order: order.id, name: order.number ?? order.reference ?? order.id, ourId: link.ourId, theirId: remote.theirId,
  }
  const ours = ourWord(link, order)
  const verdict = verdictOf(remote.kind, ours, remote.state, link.state)
  const uncounted: Difference[] = isCounted(system, order, remote) ? [] : [{ ...about, kind: 'missing-here', field: '', theirs: [remote.state, remote.amount, remote.currency].filter((part) => part !== undefined).join(' ') }]
  const states: Difference[] = verdict === 'agrees' ? [] : [{ ...about, kind: 'status', field: 'state', ours, theirs: remote.state, verdict }]
  // what is cancelled has no content any more
  if (order.status === 'cancelled' || ours === 'cancelled') return states
  const said = expected(link, order, sent)
  const unequal = comparable(said, remote) ? compareRecords(said, remote) : compareRecords({ ...said, lines: undefined }, remote)
  const totals = said.amount !== undefined && remote.amount !== undefined ? `Their total is ${remote.amount} ${remote.currency ?? ''}, ours ${said.amount} ${said.currency ?? ''}.` : undefined
  return [...uncounted, ...states, ...unequal.map((one): Difference => ({ ...about, ...one, ...(one.kind === 'quantity' && totals ? { remark: totals } : {}) }))]
}

/** Has the order counted what the record reports: the shipment, the invoice, the payment? */
function isCounted(system: Pick<System, 'name' | 'authority'>, order: Order, remote: Remote): boolean {
  if (!system.authority.includes(remote.kind)) return true
  return (REPORTS[remote.kind]?.(remote, system.name) ?? []).every((command) => {
    const number = command.type === 'ship' ? command.despatch : command.type === 'invoice' ? command.invoice : command.type === 'pay' ? command.payment : command.type === 'takeBack' ? command.receipt : command.type === 'credit' ? command.creditNote : undefined
    // of a payment on several invoices the order has counted those that bill it
    if (command.type === 'pay' && !order.documents.some((document) => document.kind === 'invoice' && document.number === command.invoice)) return true
    return number === undefined || order.documents.some((document) => document.kind === remote.kind && document.issuer === system.name && document.number === number
      && (command.type !== 'pay' || document.invoice === undefined || document.invoice === command.invoice))
  })
}

/** Must the content that was sent be looked up to compare at all? Quantities went out in another unit than the order's. */
export const needsSent = (link: Link, order: Order, remote: Remote): boolean => !comparable(expected(link, order), remote)

/** What a person reads: what is wrong, both values, and what to do. */
export function describeDifference(difference: Difference): string {
  const { system, record, name, ours, theirs, theirId, field, remark } = difference
  const there = `${record} ${theirId ?? difference.ourId ?? ''} in ${system}`
  const sentence = ((): string => {
    switch (difference.kind) {
      case 'missing-there': return `${name}: ${system} does not have its ${record} any more (it was ${theirId ?? 'sent'}).`
      case 'missing-here': return ours === undefined && difference.order === undefined
        ? `${there} carries our id ${difference.ourId ?? ''}, and we have no such order.`
        : `${name}: ${there} (${theirs ?? ''}) is not known here.`
      case 'double': return `${name}: ${system} has more than one ${record} of it: ${theirs ?? ''}.`
      case 'status': return `${name}: ${there} is ${theirs ?? ''}, and here it is ${ours ?? ''}.`
      case 'amount': return `${name}: ${there} comes to ${theirs ?? ''} instead of ${ours ?? ''}.`
      case 'currency': return `${name}: ${there} is in another currency: ${theirs ?? ''} instead of ${ours ?? ''}.`
      case 'quantity': return `${name}: ${field} of ${there} has the quantity ${theirs ?? ''} instead of ${ours ?? ''}.`
    }
  })()
  return [sentence, remark, ADVICE[difference.kind]].filter((part) => part !== undefined).join(' ')
}

const ADVICE: Record<DifferenceKind, string> = {
  'missing-there': 'Find out who removed it. Enter it there again, or cancel the order here.',
  'missing-here': 'Find out whose it is: enter the order here too, or cancel the record there.',
  double: 'Cancel all but one there, and keep the one that carries the deliveries and invoices.',
  status: 'Look at both; correct the one that is wrong.',
  amount: 'Correct it there, or change the order here by a formal change.',
  currency: 'Correct it there, or change the order here by a formal change.',
  quantity: 'Correct it there, or change the order here by a formal change.',
}
