import { type Kind, type Remote } from '../connectors/connector'
import { type Command, type LineReport } from '../orders/command'
import { type Package, type TrackingStage } from '../orders/event'

/** What a record of another system says happened, as commands in the order in which they are to be tried. */
type Translate = (remote: Remote, system: string) => Command[]

/**
 * What a record means for its order, where it comes from the system that is the authority for it. Every other record that is
 * followed only brings its link up to date: the ERP's copy of a despatch is no second shipment.
 */
export const REPORTS: Partial<Record<Kind, Translate>> = {
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
  invoice: (remote, system) => [{
    type: 'invoice', issuer: system, invoice: remote.number ?? remote.theirId, amount: remote.amount ?? '0', issuedOn: text(remote.body?.issuedOn), dueOn: text(remote.body?.dueOn),
    lines: (remote.lines ?? []).map((line) => ({ line: line.id, quantity: line.quantity })),
  }],
  payment: (remote, system) => [{
    type: 'pay', issuer: system, payment: bookingOf(remote), invoice: text(remote.body?.invoice) ?? '', amount: remote.amount ?? '0', bookedOn: text(remote.body?.bookedOn),
    account: text(remote.body?.account), statement: text(remote.body?.statement), entry: text(remote.body?.entry),
  }],
}

/** The order that a record belongs to: its own id of ours, or the one that it names. */
export const orderIdOf = (remote: Remote): string | undefined => (text(remote.body?.order) ?? remote.ourId)?.split('/')[0]

/** Our id of a record: as it carries it, else made of the order's and its own, since we did not make it. */
export const ourIdOf = (remote: Remote, system: string): string =>
  remote.kind === 'despatch' ? `${orderIdOf(remote)}/${system}/${remote.number ?? remote.theirId}` : remote.kind === 'payment' ? `${orderIdOf(remote)}/${system}/${remote.theirId}` : remote.ourId ?? remote.theirId

/** A payment is its place in the bank's statement: two identical bookings are two. */
const bookingOf = ({ body, theirId }: Remote): string => [body?.account, body?.statement, body?.entry].filter((part) => typeof part === 'string' && part !== '').join('/') || theirId

const quantities = (remote: Remote): LineReport[] => (remote.lines ?? []).map((line) => ({ line: line.id, quantity: line.quantity, unit: line.unit }))

const packagesOf = (pieces: unknown): Package[] | undefined => (Array.isArray(pieces) && pieces.length > 0 ? pieces as Package[] : undefined)

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
