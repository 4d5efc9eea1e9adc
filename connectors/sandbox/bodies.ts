import { z } from 'zod'
import { isDecimal } from '../../orders/decimal'
import { partySchema, priceSchema } from '../../orders/draft'
import { isCurrency } from '../../orders/money'
import { Fault } from '../fault'

const decimalText = z.string().refine(isDecimal, 'not a decimal')
const currency = z.string().refine(isCurrency, 'not a currency')
/** The day of a date that may have a time. */
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}/).transform((text) => text.slice(0, 10))
const text = z.string().min(1)

/** An order for ERP and finance, in our words. */
export const orderBody = z.object({
  number: text, reference: z.string().optional(), buyer: text, currency, issuedOn: day.optional(), requestedDelivery: day.optional(),
  shipTo: partySchema.optional(), paymentTerms: z.string().optional(),
  lines: z.array(z.object({ id: text, item: text, description: z.string().optional(), quantity: decimalText, unit: text, price: priceSchema })).min(1),
  lineExtension: decimalText.optional(), payable: decimalText,
})

/** A warehouse's share of an order. */
export const partBody = z.object({
  number: text, part: z.union([text, z.number().int()]), priority: z.number().int().optional(), requestedDelivery: day.optional(), shipTo: partySchema.optional(),
  lines: z.array(z.object({ id: text, item: text, quantity: decimalText, unit: text })).min(1),
})

/** What the shop floor is to make for one line of an order. */
export const productionBody = z.object({
  number: text, buyer: text.optional(), requestedDelivery: day.optional(),
  lines: z.tuple([z.object({ id: text, item: text, description: z.string().optional(), quantity: decimalText, unit: text })]),
})

/** What became of the order that came of a quotation, or of a web shop's. */
export const answerBody = z.object({ number: z.string().optional(), outcome: z.enum(['accepted', 'rejected', 'cancelled']), reason: z.string().optional() })

/** What became of a complaint: the result of its case. */
export const complaintAnswerBody = z.object({ number: text, caseId: text, text: text.max(2000) })

/** What a warehouse shipped, to be posted as goods issue. `order` is our id of the order. */
export const despatchBody = z.object({
  order: text, number: text, despatch: text, shippedOn: day, lines: z.array(z.object({ line: text, quantity: decimalText })).min(1),
})

/** What was sent of a web shop's order (`origin` is its id there), and what it is looked up by. */
export const fulfilmentBody = z.object({
  origin: text, despatch: text, shippedOn: day, carrier: text.optional(), tracking: text.optional(), lines: z.array(z.object({ line: text, quantity: decimalText })).min(1),
})
export const trackingBody = z.object({ origin: text, carrier: text, tracking: text })

/** What a warehouse shipped, to be booked with a carrier; weights in kg. */
export const shipmentBody = z.object({
  order: text, number: text, despatch: text, shippedOn: day, shipTo: partySchema.extend({ name: text }),
  packages: z.array(z.object({ id: text, weight: decimalText.optional() })).min(1).optional(),
})

/** An invoice to post; `amount` of a line and `payable` in the currency. */
export const invoiceBody = z.object({
  order: text, number: text, despatch: z.string().optional(), buyer: text, currency, issuedOn: day, paymentTerms: z.string().optional(),
  lines: z.array(z.object({ line: text, item: text, quantity: decimalText, price: priceSchema.optional(), amount: decimalText })).min(1),
  payable: decimalText,
})

/** An invoice over several orders, whose lines say of which order and despatch they are. */
export const collectiveBody = z.object({
  buyer: text, currency, issuedOn: day, paymentTerms: z.string().optional(), payable: decimalText,
  lines: z.array(z.object({ order: text, number: text, despatch: text, line: text, item: text, quantity: decimalText, price: priceSchema.optional(), amount: decimalText })).min(1),
})

/** Goods that a customer sends back, and by which number he does. */
export const returnBody = z.object({
  number: text, return: text, reason: text, buyer: text.optional(), lines: z.array(z.object({ id: text, item: text, quantity: decimalText, unit: text })).min(1),
})

/** What is taken off an invoice again; `amount` of a line and `payable` in the currency. */
export const creditNoteBody = z.object({
  order: text, number: text, return: text.optional(), reason: text.optional(), invoice: text, buyer: text, currency, issuedOn: day,
  lines: z.array(z.object({ line: text, quantity: decimalText, amount: decimalText })).min(1), payable: decimalText,
})

const allocations = z.array(z.object({ invoice: text, amount: decimalText }))

/** A booking of a bank statement, with what it pays. */
export const paymentBody = z.object({
  account: text, statement: text, entry: text, amount: decimalText, currency, bookedOn: day, text: z.string().optional(), counterparty: z.string().optional(), allocations,
})

/** Of which authorisation at a payment gateway an order is paid, and what it comes to. */
export const authorisationBody = z.object({ authorisation: text, number: text.optional(), amount: decimalText.optional(), currency: currency.optional(), reason: z.string().optional() })

/** So much of an authorisation is to be taken; with the last of it the rest is given free. */
export const captureBody = z.object({ authorisation: text, number: text, despatch: text, amount: decimalText, currency, final: z.boolean() })

/** So much is to go back to who paid. */
export const refundBody = z.object({ authorisation: text, number: text, creditNote: text, amount: decimalText, currency })

/** What of a gateway's payout came to our bank, and what it kept as its fee. */
export const settlementBody = z.object({ gateway: text, payout: text, account: text, bookedOn: day, currency, amount: decimalText, fee: decimalText })

/** What more of a payment that is known there is on which invoice. */
export const allocationBody = z.object({ currency, allocations: allocations.min(1) })

/** Checks what we are about to send; a `refused` Fault names the first field that is missing or wrong. */
export function checkBody<T>(schema: z.ZodType<T>, body: unknown, what: string): T {
  const result = schema.safeParse(body)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  throw new Fault('refused', `${what} cannot be sent: ${issue?.path.map(String).join('.') ?? ''} ${issue?.message ?? 'is not as expected'}`)
}
