import { type Kind, type Remote } from '../connectors/connector'
import { type Command, type LineReport } from '../orders/command'
import { type Package, type TrackingStage } from '../orders/event'
import { type InvoiceShare } from '../orders/invoicing/bill'
import { returnOf } from '../orders/returns/effects'
import { isDivided, paymentOf } from './payments/remote'

/** What a record of another system says happened, as commands in the order in which they are to be tried. */
type Translate = (remote: Remote, system: string) => Command[]

/** What came back at one time. */
type Receipt = Pick<Extract<Command, { type: 'takeBack' }>, 'lines' | 'receivedOn'> & { number: string }

/**
 * What a record means for its order, where it comes from the system that is the authority for it. Every other record that is
 * followed only brings its link up to date: the ERP's copy of a despatch is no second shipment.
 */
export const REMOTE_COMMANDS: Partial<Record<Kind, Translate>> = {
  despatch: (remote, system) => {
    const body = remote.body ?? {}
    const shipped: Command = {
      type: 'ship', issuer: system, despatch: remote.number ?? remote.theirId, lines: quantities(remote),
      shippedOn: text(body.shippedOn), carrier: text(body.carrier), tracking: text(body.tracking), packages: packagesOf(body.pieces),
    }
    return remote.state === 'delivered'
      ? [shipped, { type: 'deliver', issuer: system, despatch: shipped.despatch, lines: shipped.lines, receivedOn: text(body.receivedOn), signedBy: text(body.signedBy) }]
      : [shipped]
  },
  // the customer took it back in the shop: as he may while nothing is shipped
  webOrder: (remote) => (remote.body?.cancelledBy === 'customer' ? [{ type: 'cancel', reason: text(remote.body.reason) ?? 'cancelled in the shop by the customer' }] : []),
  // ours by the id that we booked it under: order/system/despatch
  shipment: (remote, system) => {
    const [, despatchedBy = '', ...despatch] = (remote.ourId ?? '').split('/')
    const body = remote.body ?? {}
    const about = { issuer: system, shipment: remote.number ?? remote.theirId, despatchedBy, despatch: despatch.join('/') }
    const scans = (Array.isArray(body.scans) ? body.scans : []) as { stage: TrackingStage; at?: string; place?: string; reason?: string }[]
    const tracked = scans.map((scan): Command => ({ type: 'track', ...about, ...scan, carrier: text(body.carrier), tracking: text(body.tracking) }))
    return body.receivedOn === undefined ? tracked : [...tracked, {
      type: 'deliver', issuer: about.despatchedBy, despatch: about.despatch, receivedOn: text(body.receivedOn), receivedAt: text(body.receivedAt), signedBy: text(body.signedBy) }]
  },
  // what is planned or cancelled there moves nothing here: the night compares it
  production: (remote, system) => (remote.state === 'running' || remote.state === 'done'
    ? (remote.lines ?? []).map((line) => ({ type: 'produce', issuer: system, production: remote.number ?? remote.theirId, made: { line: line.id, quantity: text(remote.body?.made) ?? '0', unit: line.unit } })) : []),
  // one over several orders says so order by order: see `sharedInvoice`
  invoice: (remote, system) => (isShared(remote) ? [] : [{ ...invoiceOf(remote, system), ...matchedBy(remote), amount: remote.amount ?? '0', lines: (remote.lines ?? []).map((line) => ({ line: line.id, quantity: line.quantity })) }]),
  // ours by the id that it is expected under: order/return
  return: (remote, system) => (Array.isArray(remote.body?.receipts) ? remote.body.receipts as Receipt[] : [])
    .map(({ number, receivedOn, lines }) => ({ type: 'takeBack', issuer: system, return: returnOf(remote.ourId ?? ''), receipt: number, receivedOn, lines })),
  creditNote: (remote, system) => [{
    type: 'credit', issuer: system, creditNote: remote.number ?? remote.theirId, invoice: text(remote.body?.invoice) ?? '', amount: remote.amount ?? '0', return: text(remote.body?.return), issuedOn: text(remote.body?.issuedOn),
    lines: (remote.lines ?? []).map((line) => ({ line: line.id, quantity: line.quantity })),
  }],
  capture: (remote, system) => (remote.state === 'succeeded' ? [{ type: 'capture', issuer: system, capture: remote.theirId, amount: remote.amount ?? '0', bookedOn: text(remote.body?.bookedOn) }] : []),
  // ours by the id that it was asked for by: order/finance/credit note/which of them
  refund: (remote, system) => {
    const told = { issuer: system, refund: remote.theirId, asked: (remote.ourId ?? '').split('/').slice(1).join('/'), amount: remote.amount ?? '0' }
    if (remote.ourId === undefined || !['succeeded', 'failed', 'canceled'].includes(remote.state)) return []
    return remote.state === 'succeeded' ? [{ type: 'refund', ...told, bookedOn: text(remote.body?.bookedOn) }] : [{ type: 'failRefund', ...told, reason: text(remote.body?.failure) ?? remote.state }]
  },
  // as the system names its orders; which share of an invoice over several orders it is, `payments/shares` finds
  payment: (remote, system) => {
    const { command, allocations } = paymentOf(remote, system)
    return allocations.map(({ invoice, amount }) => ({ ...command, invoice, amount }))
  },
}

type InvoiceCommand = Extract<Command, { type: 'invoice' }>

const invoiceOf = (remote: Remote, system: string): Omit<InvoiceCommand, 'amount' | 'lines'> =>
  ({ type: 'invoice', issuer: system, invoice: remote.number ?? remote.theirId, issuedOn: text(remote.body?.issuedOn), dueOn: text(remote.body?.dueOn) })

/** What it is compared by with the order, and not kept: see `orders/invoicing/match`. */
const matchedBy = ({ currency, state, body }: Remote): Pick<InvoiceCommand, 'net' | 'currency' | 'credits' | 'voided'> =>
  ({ net: text(body?.net), currency, credits: text(body?.credits), voided: state === 'cancelled' || body?.voided === true })

/** Does the invoice bill several orders? */
export const isShared = (remote: Remote): boolean => remote.kind === 'invoice' && Array.isArray(remote.body?.shares)

/** What an invoice over several orders says to each of them. */
export const sharedInvoice = (remote: Remote, system: string): { order: string; command: InvoiceCommand }[] =>
  (remote.body!.shares as InvoiceShare[]).map(({ order, amount, lines }) => ({ order, command: { ...invoiceOf(remote, system), amount, total: remote.amount ?? '0', lines } }))

/** The order that a record belongs to: its own id of ours, or the one that it names. */
export const orderIdOf = (remote: Remote): string | undefined => (text(remote.body?.order) ?? remote.ourId)?.split('/')[0]

/** Our id of a record: as it carries it, else made of the order's and its own, since we did not make it. */
export function ourIdOf(remote: Remote, system: string): string {
  if (remote.kind === 'despatch') return `${orderIdOf(remote)}/${system}/${remote.number ?? remote.theirId}`
  if (remote.kind !== 'payment') return remote.ourId ?? remote.theirId
  // one that may be on several invoices, or on none yet, is no order's
  return isDivided(remote) ? remote.ourId ?? `${system}/${remote.theirId}` : `${orderIdOf(remote)}/${system}/${remote.theirId}`
}

const quantities = (remote: Remote): LineReport[] => (remote.lines ?? []).map((line) => ({ line: line.id, quantity: line.quantity, unit: line.unit }))

const packagesOf = (pieces: unknown): Package[] | undefined => (Array.isArray(pieces) && pieces.length > 0 ? pieces as Package[] : undefined)

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
