import { type z } from 'zod'
import { type Confirmation, confirmationOf, confirmationSchema } from '../confirmation/confirmation'
import { confirmationMail } from '../confirmation/mail'
import { confirmationPdf } from '../confirmation/pdf'
import { orderDraftSchema, type Party } from '../../orders/draft'
import { edifactApplicationAnswer, edifactDespatchAdvice, edifactInvoice, edifactOrder, edifactOrderChange, edifactOrderResponse } from '../edi/write/edifact-documents'
import { type EdifactMessage } from '../edi/write/edifact'
import { x12ChangeResponse, x12DespatchAdvice, x12Invoice, x12LoadTender, x12Order, x12OrderChange, x12OrderResponse, x12WarehouseOrder } from '../edi/write/x12-documents'
import { type X12Message } from '../edi/write/x12'
import { ublDespatchAdvice } from '../ubl/write/despatchAdvice'
import { ublInvoice } from '../ubl/write/invoice'
import { ublOrder } from '../ubl/write/order'
import { ublOrderResponse } from '../ubl/write/orderResponse'
import { writeXml, type XmlNode } from '../xml/write'
import { type Envelope, inEdifact, inX12 } from './envelope'
import { applicationAnswerSchema, despatchAdviceSchema, invoiceSchema, loadTenderSchema, orderChangeSchema, orderResponseSchema, warehouseOrderSchema } from './schema'

/** A document that our JSON can be written as. */
export interface Target {
  /** As `--as` names it. */
  name: string
  /** What the JSON must be. */
  schema: z.ZodType
  /** Who sends it, for the envelope: the seller, or the buyer of an order. */
  sender: 'buyer' | 'seller'
  /** Does it stand in an interchange with sender, receiver and control number? */
  envelope: boolean
  /** The bytes. `document` has passed `schema`. Throws a RangeError where the format cannot carry what it says. */
  write(document: unknown, envelope: Envelope): Promise<Buffer>
}

const x12 = <S extends z.ZodType>(type: string, schema: S, map: (document: z.output<S>) => X12Message, sender: Target['sender'] = 'seller'): Target =>
  ({ name: `x12-${type}`, schema, sender, envelope: true, write: async (document, envelope) => inX12(envelope, map(document as z.output<S>)) })
const edifact = <S extends z.ZodType>(type: string, schema: S, map: (document: z.output<S>) => EdifactMessage, sender: Target['sender'] = 'seller'): Target =>
  ({ name: `edifact-${type}`, schema, sender, envelope: true, write: async (document, envelope) => inEdifact(envelope, map(document as z.output<S>)) })
const ubl = <S extends z.ZodType>(type: string, schema: S, map: (document: z.output<S>) => XmlNode, sender: Target['sender'] = 'seller'): Target =>
  ({ name: `ubl-${type}`, schema, sender, envelope: false, write: async (document) => Buffer.from(writeXml(map(document as z.output<S>)), 'utf8') })

const confirmation = (form: string, write: (document: Confirmation) => Promise<Buffer>): Target =>
  ({ name: `confirmation-${form}`, schema: confirmationSchema, sender: 'seller', envelope: false, write: async (document) => write(confirmationOf(document as z.output<typeof confirmationSchema>)) })

/** Every document that can be written, by the name of `--as`. */
export const TARGETS: readonly Target[] = [
  x12('850', orderDraftSchema, x12Order, 'buyer'), x12('855', orderResponseSchema, x12OrderResponse), x12('860', orderChangeSchema, x12OrderChange, 'buyer'), x12('865', orderResponseSchema, x12ChangeResponse),
  x12('856', despatchAdviceSchema, x12DespatchAdvice), x12('810', invoiceSchema, x12Invoice), x12('940', warehouseOrderSchema, x12WarehouseOrder), x12('204', loadTenderSchema, x12LoadTender),
  edifact('orders', orderDraftSchema, edifactOrder, 'buyer'), edifact('ordrsp', orderResponseSchema, edifactOrderResponse), edifact('ordchg', orderChangeSchema, edifactOrderChange, 'buyer'),
  edifact('desadv', despatchAdviceSchema, edifactDespatchAdvice), edifact('invoic', invoiceSchema, edifactInvoice), edifact('aperak', applicationAnswerSchema, edifactApplicationAnswer),
  ubl('order', orderDraftSchema, ublOrder, 'buyer'), ubl('orderresponse', orderResponseSchema, ublOrderResponse), ubl('despatchadvice', despatchAdviceSchema, ublDespatchAdvice), ubl('invoice', invoiceSchema, ublInvoice), confirmation('pdf', confirmationPdf), confirmation('mail', confirmationMail),
]

/** Sender and receiver as the document's parties give them: the first identifier of each. */
export function partiesOf(target: Target, document: { buyer?: Party; seller?: Party }): { from: Party['identifiers'][number] | undefined; to: Party['identifiers'][number] | undefined } {
  const [from, to] = target.sender === 'buyer' ? [document.buyer, document.seller] : [document.seller, document.buyer]
  return { from: from?.identifiers[0], to: to?.identifiers[0] }
}
