import { z } from 'zod'
import { isDecimal } from '../../orders/decimal'
import { partySchema, priceSchema } from '../../orders/draft'
import { isCurrency } from '../../orders/money'
import { Fault } from '../fault'

const decimalText = z.string().refine(isDecimal, 'not a decimal')
/** The day of a date that may have a time. */
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}/).transform((text) => text.slice(0, 10))
const text = z.string().min(1)

/** An order in our words, as the outbox sends it. */
const orderBodySchema = z.object({
  number: text, reference: z.string().optional(), buyer: text, currency: z.string().refine(isCurrency, 'not a currency'), issuedOn: day.optional(), requestedDelivery: day.optional(),
  shipTo: partySchema.optional(), paymentTerms: z.string().optional(),
  lines: z.array(z.object({ id: text, item: text, description: z.string().optional(), quantity: decimalText, unit: text, price: priceSchema })).min(1),
})

/** What another system shipped, to be posted as goods issue. `order` is our id of the order, `line` of its line. */
const despatchBodySchema = z.object({
  order: text, number: text, despatch: text, shippedOn: day, lines: z.array(z.object({ line: text, quantity: decimalText })).min(1),
})

/** A warehouse's share of an order. Tryton ships to a party: `buyer` is whose goods they become. */
const partBodySchema = z.object({
  number: text, buyer: text, requestedDelivery: day.optional(), shipTo: partySchema.optional(),
  lines: z.array(z.object({ id: text, item: text, quantity: decimalText, unit: text })).min(1),
})

/** What is to be made for one line of an order. */
const productionBodySchema = z.object({
  number: text, requestedDelivery: day.optional(), lines: z.tuple([z.object({ id: text, item: text, quantity: decimalText, unit: text })]),
})

/** What became of the order that came of a quotation. */
const answerBodySchema = z.object({ number: z.string().optional(), outcome: z.enum(['accepted', 'rejected', 'cancelled']), reason: z.string().optional() })

/** An invoice to post; `amount` of a line and `payable` are net. `order` is our id of the order, `line` of its line. */
const invoiceBodySchema = z.object({
  order: text, number: text, despatch: text.optional(), buyer: text, currency: z.string().refine(isCurrency, 'not a currency'), issuedOn: day, paymentTerms: z.string().optional(),
  lines: z.array(z.object({ line: text, item: text, quantity: decimalText, price: priceSchema.optional(), amount: decimalText })).min(1), payable: decimalText,
})

export type OrderBody = z.infer<typeof orderBodySchema>
export type DespatchBody = z.infer<typeof despatchBodySchema>
export type PartBody = z.infer<typeof partBodySchema>
export type ProductionBody = z.infer<typeof productionBodySchema>
export type AnswerBody = z.infer<typeof answerBodySchema>
export type InvoiceBody = z.infer<typeof invoiceBodySchema>

/** Throws a `refused` Fault that names what is missing. */
export const readOrderBody = (body: unknown): OrderBody => check(orderBodySchema, body, 'the order')
export const readDespatchBody = (body: unknown): DespatchBody => check(despatchBodySchema, body, 'the goods issue')
export const readPartBody = (body: unknown): PartBody => check(partBodySchema, body, 'the warehouse order')
export const readProductionBody = (body: unknown): ProductionBody => check(productionBodySchema, body, 'the production')
export const readAnswerBody = (body: unknown): AnswerBody => check(answerBodySchema, body, 'the answer')
export const readInvoiceBody = (body: unknown): InvoiceBody => check(invoiceBodySchema, body, 'the invoice')

function check<T>(schema: z.ZodType<T>, body: unknown, what: string): T {
  const result = schema.safeParse(body)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  throw new Fault('refused', `${what} cannot be sent: ${issue?.path.map(String).join('.') ?? ''} ${issue?.message ?? 'is not as expected'}`)
}
