import { compare } from '../../orders/decimal'
import { toMinor } from '../../orders/money'
import { type Call, type Change, type Connector, type Cursor, type Kind, type Outgoing, type Remote, type SystemConfig } from '../connector'
import { Fault } from '../fault'
import { path } from '../http'
import { checkSignature } from '../signature'
import { authorisationBody, captureBody, checkBody, refundBody } from './bodies'
import { type Client, type Definition, keyOf, only, readBack, type Resource, sandboxConnector } from './connector'
import { authorisationRemote, captureRemote, errorText, eventOf, latestChargeOf, pageOf, partsOf, type PayoutPart, payoutRemote, refundRemote } from './gatewayAnswers'

/**
 * The sandbox's payment gateway, in the manner of Stripe: forms, an idempotency key for 24 h, events by id. We look by our id all the same before we
 * take or give back money, so that a message which is sent again after the key's life does neither twice.
 */
export const gateway = (config: SystemConfig): Connector => sandboxConnector(definition, config)

const INTENTS = '/v1/payment_intents'
const [CHARGES, REFUNDS, PAYOUTS] = ['/v1/charges', '/v1/refunds', '/v1/payouts']

const definition: Definition = {
  system: 'gateway',
  repeat: 'key',
  resources: new Map<Kind, Resource>([
    ['authorisation', { list: INTENTS, feed: 'payment_intent', orderedBy: 'none', find: findAuthorisation, remote: authorisationRemote }],
    ['capture', { list: CHARGES, feed: 'charge', orderedBy: 'none', find: findCapture, remote: captureRemote }],
    ['refund', { list: REFUNDS, feed: 'refund', orderedBy: 'none', find: findRefund, remote: refundRemote }],
    ['payout', { list: PAYOUTS, feed: 'payout', orderedBy: 'none', find: findPayout, remote: payoutRemote, whole: withParts }],
  ]),
  sends: new Map([
    ['authorisation create', claim],
    ['authorisation change', claim],
    ['authorisation cancel', cancel],
    ['capture create', capture],
    ['refund create', refund],
  ]),
  page: pageOf,
  ask: ({ limit, cursor }) => ({ limit: Math.min(limit, MOST), starting_after: cursor }),
  // its news are followed by events
  feed: () => ({ rows: [] }),
  follow,
  explain: errorText,
  webhook: {
    verify: ({ system, secret, body, headers, nowMs }) => {
      checkSignature(system, { secret, header: headers['stripe-signature'], body, nowMs })
      return eventOf(JSON.parse(body.toString('utf8'))).id
    },
    read: (body) => {
      const { type, data } = eventOf(body)
      const resource = [...definition.resources.values()].find(({ feed }) => feed === type.split('.')[0])
      return resource ? [resource.remote(data.object)] : []
    },
  },
}

const MOST = 100

/** What happened since an event, by the ids of events: pages after it, each the newest first. Every event has the object as it was then. */
async function* follow(client: Client, feed: string, remote: (raw: unknown) => Remote, since: Cursor, limit: number, call?: Call): AsyncIterable<Change> {
  for (let reached = since; ;) {
    const { body } = await client.ask({ method: 'GET', path: '/v1/events', query: { type: `${feed}.*`, limit: Math.min(limit, MOST), ending_before: reached } }, call)
    const { changes, more } = client.shaped('read', () => {
      const { rows, next } = pageOf(body)
      return { more: next !== undefined, changes: rows.map(eventOf).toSorted((a, b) => (a.id < b.id ? -1 : 1)).filter(({ id }, place, all) => id !== all[place - 1]?.id).map(({ id, data }): Change => ({ cursor: id, remote: remote(data.object) })) }
    })
    for (const change of changes) yield change
    const last = changes.at(-1)?.cursor
    if (!more || last === undefined) return
    if (last <= reached) throw new Fault('again', 'the list of events does not move on: it names what it was asked to go on from')
    reached = last
  }
}

/** Writes our order beside its authorisation, once it is known that it covers the order. */
async function claim(client: Client, message: Outgoing, call?: Call): Promise<Remote> {
  const { authorisation, number, amount, currency } = checkBody(authorisationBody, message.body, 'the authorisation')
  const known = await knownIntent(client, authorisation, call)
  if (known.ourId !== undefined && known.ourId !== message.ourId) throw new Fault('refused', `the authorisation ${authorisation} is that of order ${known.ourId}`)
  if (currency !== undefined && known.currency !== currency) throw new Fault('refused', `the authorisation ${authorisation} is in ${known.currency}, the order in ${currency}`)
  if (amount !== undefined && compare(amount, known.amount!) > 0) throw new Fault('refused', `the authorisation ${authorisation} is over ${known.amount} ${known.currency}, the order comes to ${amount}: ask the customer for the rest`)
  return described(client, message, authorisation, number, call)
}

/** Gives the customer's money free. What is canceled already stays so. */
async function cancel(client: Client, message: Outgoing, call?: Call): Promise<Remote> {
  const { authorisation, number } = checkBody(authorisationBody, message.body, 'the authorisation')
  const known = await knownIntent(client, authorisation, call)
  const ours = known.ourId === message.ourId ? known : await described(client, { ...message, key: `${message.key}/order` }, authorisation, number, call)
  if (ours.state === 'canceled') return ours
  await client.write({ method: 'POST', path: path`/v1/payment_intents/${authorisation}/cancel`, form: { cancellation_reason: 'requested_by_customer' }, headers: keyOf(message) }, authorisationRemote, call)
  return readBack(() => readIntent(client, authorisation, call), `the cancellation of ${authorisation}`)
}

async function described(client: Client, message: Outgoing, authorisation: string, number: string | undefined, call?: Call): Promise<Remote> {
  await client.write({ method: 'POST', path: path`/v1/payment_intents/${authorisation}`, form: { 'metadata[order]': message.ourId, ...(number === undefined ? {} : { 'metadata[number]': number }) }, headers: keyOf(message) }, authorisationRemote, call)
  return readBack(() => readIntent(client, authorisation, call), `the order beside ${authorisation}`)
}

async function capture(client: Client, message: Outgoing, call?: Call): Promise<Remote> {
  const found = await findCapture(client, message.ourId, call)
  if (found) return found
  const { authorisation, number, despatch, amount, currency, final } = checkBody(captureBody, message.body, 'the capture')
  const charge = await client.write({ method: 'POST', path: path`/v1/payment_intents/${authorisation}/capture`, headers: keyOf(message), form: {
    'amount_to_capture': String(toMinor(amount, currency)), 'final_capture': String(final), 'metadata[reference]': message.ourId, 'metadata[number]': number, 'metadata[despatch]': despatch,
  } }, latestChargeOf, call)
  return readBack(() => client.get(path`/v1/charges/${charge}`, only(captureRemote, { theirId: charge }), call), `the capture of ${amount} ${currency} of ${authorisation}`)
}

async function refund(client: Client, message: Outgoing, call?: Call): Promise<Remote> {
  const found = await findRefund(client, message.ourId, call)
  if (found) return found
  const { authorisation, number, creditNote, amount, currency } = checkBody(refundBody, message.body, 'the refund')
  const { theirId } = await client.write({ method: 'POST', path: REFUNDS, headers: keyOf(message), form: {
    'payment_intent': authorisation, 'amount': String(toMinor(amount, currency)), 'reason': 'requested_by_customer', 'metadata[reference]': message.ourId, 'metadata[number]': number, 'metadata[credit_note]': creditNote,
  } }, refundRemote, call)
  return readBack(() => client.get(path`/v1/refunds/${theirId}`, only(refundRemote, { theirId }), call), `the refund ${theirId}`)
}

/** Looks up by what stands beside the record: our id, or of an authorisation its order. */
async function findIn(client: Client, list: string, name: string, ourId: string, remote: (raw: unknown) => Remote, call?: Call): Promise<Remote | undefined> {
  const quoted = ourId.replace(/[\\']/g, '\\$&')
  return (await client.search(`${list}/search`, { query: `metadata['${name}']:'${quoted}'` }, only(remote, { ourId }), call))[0]
}

function findAuthorisation(client: Client, ourId: string, call?: Call): Promise<Remote | undefined> {
  return findIn(client, INTENTS, 'order', ourId, authorisationRemote, call)
}
function findCapture(client: Client, ourId: string, call?: Call): Promise<Remote | undefined> {
  return findIn(client, CHARGES, 'reference', ourId, captureRemote, call)
}
function findRefund(client: Client, ourId: string, call?: Call): Promise<Remote | undefined> {
  return findIn(client, REFUNDS, 'reference', ourId, refundRemote, call)
}

const readIntent = (client: Client, id: string, call?: Call): Promise<Remote | undefined> => client.get(path`/v1/payment_intents/${id}`, only(authorisationRemote, { theirId: id }), call)

async function knownIntent(client: Client, id: string, call?: Call): Promise<Remote> {
  const known = await readIntent(client, id, call)
  if (!known) throw new Fault('refused', `there is no authorisation ${id}: ask the customer to pay again`)
  return known
}

async function findPayout(client: Client, id: string, call?: Call): Promise<Remote | undefined> {
  const found = await client.get(path`/v1/payouts/${id}`, only(payoutRemote, { theirId: id }), call)
  return found && withParts(client, found, call)
}

/** With what it is made of: all that was taken and given back, and the fees. */
async function withParts(client: Client, payout: Remote, call?: Call): Promise<Remote> {
  const parts: PayoutPart[] = []
  for (let after: string | undefined; ;) {
    const { body } = await client.ask({ method: 'GET', path: '/v1/balance_transactions', query: { payout: payout.theirId, limit: MOST, starting_after: after } }, call)
    const page = client.shaped('read', () => { const { rows, next } = pageOf(body); return { parts: partsOf(rows), next } })
    parts.push(...page.parts)
    if (page.next === undefined) return { ...payout, body: { ...payout.body, parts: parts.toReversed() } }
    after = page.next
  }
}
