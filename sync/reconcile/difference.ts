import { type Kind, type Remote } from '../../connectors/connector'
import { type Command } from '../../orders/command'
import { comparable, compareRecords } from '../../orders/compare/record'
import { isVoid, mismatch } from '../../orders/invoicing/match'
import { type Order } from '../../orders/order'
import { type Link } from '../../store/records'
import { asFirstNamed } from '../payments/firstNamed'
import { REMOTE_COMMANDS } from '../remoteCommands'
import { type System } from '../systems'
import { EXCEPTION, expected, ourWord, type Sent, type Verdict, verdictOf } from './expected'

export const DIFFERENCES = ['missing-there', 'missing-here', 'double', 'status', 'amount', 'quantity', 'currency', 'tracking', 'proof'] as const
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
export function compareHeld(system: Pick<System, 'name' | 'role' | 'authority'>, link: Link, order: Order, remote: Remote, sent?: Sent): Difference[] {
  const about = {
    system: system.name, role: system.role, record: remote.kind, order: order.id, name: order.number ?? order.reference ?? order.id, ourId: link.ourId, theirId: remote.theirId,
  }
  const reported = commandsOf(system, asFirstNamed(link, remote))
  if (reported.some((command) => command.type === 'invoice' && isVoid(order, command))) return []
  const ours = ourWord(link, order)
  const verdict = verdictOf(remote.kind, ours, remote.state, link.state)
  const uncounted = reported.filter((command) => !isCounted(system, order, remote.kind, command)).slice(0, 1).map((command): Difference => ({
    ...about, kind: 'missing-here', field: '', theirs: [remote.state, remote.amount, remote.currency].filter((part) => part !== undefined).join(' '), ...heldFor(order, command),
  }))
  const states: Difference[] = verdict === 'agrees' ? [] : [{ ...about, kind: 'status', field: 'state', ours, theirs: remote.state, verdict, ...(remote.state === EXCEPTION && typeof remote.body?.waits === 'string' ? { remark: remote.body.waits } : {}) }]
  // what is cancelled has no content any more
  if (order.status === 'cancelled' || ours === 'cancelled') return states
  const said = expected(link, order, sent)
  const unequal = comparable(said, remote) ? compareRecords(said, remote) : compareRecords({ ...said, lines: undefined }, remote)
  const totals = said.amount !== undefined && remote.amount !== undefined ? `Their total is ${remote.amount} ${remote.currency ?? ''}, ours ${said.amount} ${said.currency ?? ''}.` : undefined
  const told = saidOtherwise(link, order, remote).map((one): Difference => ({ ...about, ...one }))
  return [...uncounted, ...states, ...told, ...unequal.map((one): Difference => ({ ...about, ...one, ...(one.kind === 'quantity' && totals ? { remark: totals } : {}) }))]
}

/**
 * R-STA-08: by which number the shop's customer is told to look up what is sent; and when the carrier says it was signed for, against what it said before. A
 * proof that is new is news, and no difference.
 */
function saidOtherwise(link: Link, order: Order, remote: Remote): Pick<Difference, 'kind' | 'field' | 'ours' | 'theirs'>[] {
  const said = (body: Record<string, unknown> | undefined, field: string): string | undefined => (typeof body?.[field] === 'string' ? body[field] : undefined)
  if (remote.kind === 'fulfilment') {
    const [, system, ...despatch] = link.ourId.split('/')
    const shipment = order.shipments?.find((one) => one.despatchedBy === system && one.despatch === despatch.join('/') && one.carrier !== undefined)
    const ours = shipment?.tracking ?? said(link.body, 'tracking')
    const theirs = said(remote.body, 'tracking')
    return ours === theirs ? [] : [{ kind: 'tracking', field: 'tracking', ours: ours ?? 'none', theirs: theirs ?? 'none' }]
  }
  const ours = remote.kind === 'shipment' ? said(link.body, 'receivedAt') : undefined
  const theirs = said(remote.body, 'receivedAt')
  return ours === undefined || ours === theirs ? [] : [{ kind: 'proof', field: 'proof', ours, theirs: theirs ?? 'none' }]
}

/** What the record reports, where its system is the authority for it. */
const commandsOf = (system: Pick<System, 'name' | 'authority'>, remote: Remote): Command[] => (system.authority.includes(remote.kind) ? REMOTE_COMMANDS[remote.kind]?.(remote, system.name) ?? [] : [])

/** Has the order counted what a record reports: the shipment, the invoice, the payment? */
function isCounted(system: Pick<System, 'name'>, order: Order, kind: Kind, command: Command): boolean {
  if (command.type === 'capture') return order.captures?.some(({ issuer, number }) => issuer === system.name && number === command.capture) ?? false
  if (command.type === 'refund') return order.refunds?.some(({ number }) => number === command.refund) ?? false
  const number = command.type === 'ship' ? command.despatch : command.type === 'invoice' ? command.invoice : command.type === 'pay' ? command.payment : command.type === 'takeBack' ? command.receipt : command.type === 'credit' ? command.creditNote : undefined
  // of a payment on several invoices the order has counted those that bill it
  if (command.type === 'pay' && !order.documents.some((document) => document.kind === 'invoice' && document.number === command.invoice)) return true
  return number === undefined || order.documents.some((document) => document.kind === kind && document.issuer === system.name && document.number === number
    && (command.type !== 'pay' || document.invoice === undefined || document.invoice === command.invoice))
}

/** R-INV-02: what an invoice is held for, where it is its prices or its currency. */
function heldFor(order: Order, command: Command): Pick<Difference, 'kind' | 'field' | 'ours' | 'theirs' | 'remark'> | undefined {
  const differs = command.type === 'invoice' ? mismatch(order, command) : undefined
  return differs && { kind: differs.code === 'invoice-price-differs' ? 'amount' : 'currency', field: HELD, ours: differs.ours, theirs: differs.theirs, remark: 'Both are without taxes; it is held, and counts for nothing until they agree.' }
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
      case 'double': return ours === undefined ? `${name}: ${system} has more than one ${record} of it: ${theirs ?? ''}.`
        : `${name}: ${system} has more than one ${record} of it: ${theirs ?? ''}; we follow ${ours}.`
      case 'status': return `${name}: ${there} is ${theirs ?? ''}, and here it is ${ours ?? ''}.`
      case 'amount': return `${name}: ${there} comes to ${theirs ?? ''} instead of ${ours ?? ''}.`
      case 'currency': return `${name}: ${there} is in another currency: ${theirs ?? ''} instead of ${ours ?? ''}.`
      case 'tracking': return `${name}: ${there} tells the customer the tracking number ${theirs ?? ''} instead of ${ours ?? ''}.`
      case 'proof': return `${name}: ${there} was signed for at ${theirs ?? ''}, and before that it said ${ours ?? ''}.`
      case 'quantity': return `${name}: ${field} of ${there} has the quantity ${theirs ?? ''} instead of ${ours ?? ''}.`
    }
  })()
  return [sentence, remark, (theirs === EXCEPTION ? ADVICE_EXCEPTION : undefined) ?? ADVICE_OF_FIELD[field] ?? ADVICE_OF[`${difference.kind} ${record}`] ?? ADVICE[difference.kind]].filter((part) => part !== undefined).join(' ')
}

/** The field of a record that carries our id. */
export const OUR_ID = 'our id'
/** The field of an invoice that is held: its net amount. */
export const HELD = 'net'

const ADVICE_OF_FIELD: Readonly<Partial<Record<string, string>>> = {
  [OUR_ID]: 'Put our id back into it there: without it, what is shipped and invoiced of it counts for no order.',
  [HELD]: 'Credit it there, and post it anew at the prices of the order.',
}

const ADVICE_EXCEPTION = 'Something of it was cancelled there, and it waits until somebody there says whether it is made anew; once that is done, this closes by itself.'

const ADVICE: Record<DifferenceKind, string> = {
  'missing-there': 'Find out who removed it. Enter it there again, or cancel the order here.',
  'missing-here': 'Find out whose it is: enter the order here too, or cancel the record there.',
  double: 'Cancel all but one there, and keep the one that carries the deliveries and invoices.',
  status: 'Look at both; correct the one that is wrong.',
  amount: 'Correct it there, or change the order here by a formal change.',
  currency: 'Correct it there, or change the order here by a formal change.',
  quantity: 'Correct it there, or change the order here by a formal change.',
  tracking: 'Correct it there.',
  proof: 'Ask the carrier which is true, before a delivery is proven by it.',
}

/** What to do where it is about money that came in, or goods that are under way. */
const ADVICE_OF: Readonly<Partial<Record<string, string>>> = {
  'missing-there payment': 'Find out who removed it. Book it there again, as it stands on the statement of the bank.',
  'double payment': 'It came in once by the statement of the bank: take the other one back there.',
  'amount payment': 'The statement of the bank says what came in: correct it there.',
  'missing-there shipment': 'Ask the carrier where the goods are, and book it there again only where they are not under way.',
  'missing-here shipment': 'Find out who booked it and what it carries, or take it back there: the carrier bills it.',
  'missing-here fulfilment': 'The customer was told of goods that we have not shipped: find out who did, and correct it there.',
}
