import { z } from 'zod'
import { isDecimal } from '../../orders/decimal'
import { draftLineSchema, partySchema, priceSchema } from '../../orders/draft'
import { isCurrency } from '../../orders/money'

const decimalText = z.string().refine(isDecimal, 'not a decimal')
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}(T.*)?$/, 'not a date')
const currency = z.string().refine(isCurrency, 'not a currency code of three capital letters (ISO 4217)')

const parties = { buyer: partySchema.optional(), seller: partySchema.optional(), shipTo: partySchema.optional(), billTo: partySchema.optional(), shipFrom: partySchema.optional() }
const line = draftLineSchema.pick({ id: true, buyersItem: true, sellersItem: true, standardItem: true, description: true, quantity: true, unit: true, lineExtension: true, notes: true }).extend({ price: priceSchema.optional() })

const answer = { outcome: z.enum(['accepted', 'changed', 'backordered', 'rejected', 'substituted']), confirmedQuantity: decimalText.optional(), promisedDelivery: day.optional() }

/** The documents of architecture 9 as JSON, each as strict as writing it needs. */
export const orderResponseSchema = z.object({
  ...parties, number: z.string().min(1), order: z.string().min(1), release: z.string().optional(), change: z.string().optional(), issuedOn: day, orderedOn: day.optional(), currency: currency.optional(),
  outcome: z.enum(['accepted', 'changed', 'rejected']), notes: z.array(z.string()).optional(),
  lines: z.array(line.extend({ ...answer, further: z.array(z.object(answer)).optional() })),
})

export const orderChangeSchema = z.object({
  ...parties, order: z.string().min(1), change: z.string().min(1), orderedOn: day, issuedOn: day, purpose: z.enum(['cancel', 'change']),
  lines: z.array(line.extend({ action: z.enum(['add', 'change', 'delete']), requestedDelivery: day.optional() })),
})

export const despatchAdviceSchema = z.object({
  ...parties, number: z.string().min(1), order: z.string().min(1), issuedOn: day, shippedOn: day.optional(), expectedOn: day.optional(), carrier: z.string().optional(), tracking: z.string().optional(),
  packages: z.array(z.object({ sscc: z.string().optional() })).optional(), lines: z.array(line.extend({ ordered: decimalText.optional() })),
})

export const invoiceSchema = z.object({
  ...parties, kind: z.enum(['creditNote', 'collectiveInvoice']).optional(), number: z.string().min(1), invoice: z.string().optional(), issuedOn: day, dueOn: day.optional(), currency: currency.optional(), order: z.string().optional(), despatch: z.string().optional(),
  lines: z.array(line.extend({ taxPercent: decimalText.optional(), order: z.string().optional() })).min(1),
  charges: z.array(z.object({ kind: z.enum(['allowance', 'charge']), code: z.string().optional(), text: z.string().optional(), amount: decimalText.optional() })).optional(),
  tax: decimalText.optional(), lineExtension: decimalText.optional(), payable: decimalText,
  buyerReference: z.string().optional(), paymentTerms: z.string().optional(), account: z.string().optional(), paymentReference: z.string().optional(),
})

export const warehouseOrderSchema = z.object({ ...parties, number: z.string().min(1), order: z.string().optional(), requestedDelivery: day.optional(), carrier: z.string().optional(), notes: z.array(z.string()).optional(), lines: z.array(line) })

export const loadTenderSchema = z.object({
  number: z.string().min(1), carrier: z.string().min(1), order: z.string().optional(), weight: decimalText.optional(),
  stops: z.array(z.object({ action: z.enum(['load', 'unload']), party: partySchema, on: day.optional() })).min(1),
})

export const applicationAnswerSchema = z.object({
  ...parties, number: z.string().min(1), issuedOn: day, order: z.string().optional(), outcome: z.enum(['accepted', 'rejected']), errors: z.array(z.object({ code: z.string().min(1), text: z.string().optional() })).optional(),
})
