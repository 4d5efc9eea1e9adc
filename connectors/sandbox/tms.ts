import { z } from 'zod'
import { round } from '../../orders/decimal'
import { type Party } from '../../orders/draft'
import { type Call, type Connector, type Kind, type Outgoing, type Remote, type SystemConfig } from '../connector'
import { Fault } from '../fault'
import { path } from '../http'
import { checkBody, shipmentBody } from './bodies'
import { type Client, type Definition, only, readBack, type Resource, sandboxConnector } from './connector'

/** The sandbox's carrier: no idempotency key, so we look by our id before we book. `options.service`: which one is booked. (Default: STANDARD) */
export function tms(config: SystemConfig): Connector {
  const service = z.enum(['ECONOMY', 'STANDARD', 'EXPRESS']).default('STANDARD').safeParse(config.options?.service)
  if (!service.success) throw new Fault('refused', `${config.name}: options.service must be ECONOMY, STANDARD or EXPRESS`)
  return sandboxConnector(definition(service.data), config)
}

const definition = (service: string): Definition => ({
  system: 'tms',
  repeat: 'find',
  resources: new Map<Kind, Resource>([['shipment', { list: '/consignments', feed: 'consignment', orderedBy: 'none', find: findShipment, remote: shipmentRemote }]]),
  sends: new Map([
    ['shipment create', (client, message, call) => book(client, message, service, call)],
    ['shipment change', (client, message, call) => rebook(client, message, service, call)],
    ['shipment cancel', voidShipment],
  ]),
  page: (body) => {
    const { consignments, page } = z.object({ consignments: z.array(z.unknown()), page: z.object({ continuation: z.string().nullable() }) }).parse(body)
    return { rows: consignments, next: page.continuation ?? undefined }
  },
  feed: (body) => {
    const { consignments, page } = z.object({ consignments: z.array(z.looseObject({ consignmentNo: z.string(), statusAt: z.string() })), page: z.object({ continuation: z.string(), more: z.boolean() }) }).parse(body)
    return { rows: consignments.map((one) => ({ at: one.statusAt, id: one.consignmentNo, record: one })), next: page.more ? page.continuation : undefined }
  },
  explain: (body) => {
    const said = z.object({ fault: z.object({ id: z.string(), text: z.string() }) }).safeParse(body)
    return said.success ? `${said.data.fault.id}: ${said.data.fault.text}` : undefined
  },
})

async function book(client: Client, message: Outgoing, service: string, call?: Call): Promise<Remote> {
  const found = await findShipment(client, message.ourId, call)
  if (found) return found
  const { theirId } = await client.write({ method: 'POST', path: '/consignments', body: content(message, service) }, shipmentRemote, call)
  return readBack(() => client.get(path`/consignments/${theirId}`, only(shipmentRemote, { theirId }), call), `consignment ${theirId}`)
}

async function rebook(client: Client, message: Outgoing, service: string, call?: Call): Promise<Remote> {
  const { theirId } = await known(client, message, call)
  await client.write({ method: 'PUT', path: path`/consignments/${theirId}`, body: content(message, service) }, shipmentRemote, call)
  return readBack(() => client.get(path`/consignments/${theirId}`, only(shipmentRemote, { theirId }), call), `the change of ${theirId}`)
}

async function voidShipment(client: Client, message: Outgoing, call?: Call): Promise<Remote> {
  const { theirId } = await known(client, message, call)
  await client.write({ method: 'POST', path: path`/consignments/${theirId}/void` }, shipmentRemote, call)
  return readBack(() => client.get(path`/consignments/${theirId}`, only(shipmentRemote, { theirId }), call), `the end of ${theirId}`)
}

async function known(client: Client, message: Outgoing, call?: Call): Promise<Remote> {
  const found = await findShipment(client, message.ourId, call)
  if (!found) throw new Fault('refused', `the shipment ${message.ourId} is not with the carrier: there is nothing to ${message.action}`)
  return found
}

/** The first of several is taken: doubles there are found by reconciling, not hidden by a third. */
async function findShipment(client: Client, ourId: string, call?: Call): Promise<Remote | undefined> {
  return (await client.search('/consignments', { shipperRef: ourId }, only(shipmentRemote, { ourId }), call))[0]
}

function content(message: Outgoing, service: string): Record<string, unknown> {
  const shipment = checkBody(shipmentBody, message.body, 'the shipment')
  return {
    shipperRef: message.ourId, orderRef: shipment.number, service, handOverOn: shipment.shippedOn, consignee: consignee(shipment.shipTo),
    // grams are the carrier's limit
    pieces: (shipment.packages ?? [{ id: shipment.despatch, weight: undefined }]).map(({ id, weight }) => ({ ref: id, weightKg: weight === undefined ? undefined : round(weight, 3) })),
  }
}

function consignee({ name, identifiers, address, contact }: Party): Record<string, unknown> {
  return {
    name, gln: identifiers.find(({ scheme }) => scheme === 'GLN')?.value, street: address?.lines?.join(', '), postcode: address?.postalCode, city: address?.city,
    country: address?.country?.length === 2 ? address.country : undefined, phone: contact?.phone,
  }
}

const consignmentSchema = z.object({
  consignmentNo: z.string(), shipperRef: z.string(), orderRef: z.string(), service: z.string(), trackingNumber: z.string(), status: z.string(), revision: z.number(), statusAt: z.string(),
  pieces: z.array(z.object({ ref: z.string(), barcode: z.string(), weightKg: z.string().optional() })), totalWeightKg: z.string().nullable(),
  scans: z.array(z.object({ code: z.string(), at: z.string(), place: z.string(), reason: z.string().optional(), remark: z.string().optional() })),
  pod: z.object({ signer: z.string(), at: z.string() }).optional(),
})

/** Their codes of scans in our words; that it arrived is its proof, and a void one goes nowhere. */
const STAGES = new Map([['MAN', 'booked'], ['COL', 'collected'], ['TRN', 'inTransit'], ['OFD', 'outForDelivery'], ['EXC', 'exception']])
const REASONS = new Map([['DAMAGED', 'damaged'], ['REFUSED', 'refused']])

function shipmentRemote(raw: unknown): Remote {
  const one = consignmentSchema.parse(raw)
  return {
    kind: 'shipment', theirId: one.consignmentNo, ourId: one.shipperRef, number: one.consignmentNo, state: one.status, version: String(one.revision), asOf: one.statusAt,
    // pieces in their order, by weight where it is known, so that one that is lost or changed shows
    lines: one.pieces.map((piece, index) => ({ id: String(index + 1), item: piece.ref, ...(piece.weightKg === undefined ? { quantity: '1' } : { quantity: piece.weightKg, unit: 'KGM' }) })),
    body: {
      number: one.orderRef, carrier: `NX ${one.service}`, tracking: one.trackingNumber, weight: one.totalWeightKg ?? undefined,
      scans: one.scans.flatMap(({ code, at, place, reason, remark }) => {
        const stage = STAGES.get(code)
        return stage === undefined ? [] : [{ stage, at, place, ...(reason === undefined ? {} : { reason: [REASONS.get(reason) ?? reason, remark].filter((part) => part !== undefined).join(': ') }) }]
      }),
      // the day is the one at the door, whatever day it is here
      receivedOn: one.pod?.at.slice(0, 10), receivedAt: one.pod?.at, signedBy: one.pod?.signer,
    },
  }
}
