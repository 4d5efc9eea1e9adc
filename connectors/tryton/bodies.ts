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

export type OrderBody = z.infer<typeof orderBodySchema>
export type DespatchBody = z.infer<typeof despatchBodySchema>

/** Throws a `refused` Fault that names what is missing. */
export const readOrderBody = (body: unknown): OrderBody => check(orderBodySchema, body, 'the order')
export const readDespatchBody = (body: unknown): DespatchBody => check(despatchBodySchema, body, 'the goods issue')

function check<T>(schema: z.ZodType<T>, body: unknown, what: string): T {
  const result = schema.safeParse(body)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  throw new Fault('refused', `${what} cannot be sent: ${issue?.path.map(String).join('.') ?? ''} ${issue?.message ?? 'is not as expected'}`)
}
