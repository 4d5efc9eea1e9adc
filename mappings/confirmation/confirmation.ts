import { z } from 'zod'
import { add, type Decimal, isDecimal, subtract, sum } from '../../orders/decimal'
import { draftLineSchema, type Party, partySchema, priceSchema } from '../../orders/draft'
import { amount, isCurrency, lineExtension } from '../../orders/money'

const decimalText = z.string().refine(isDecimal, 'not a decimal')
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}/, 'not a date')

/** An order confirmation as our JSON says it (R-CNF-01). Money is in `currency`. */
export const confirmationSchema = z.object({
  number: z.string().min(1), order: z.string().min(1), issuedOn: day, currency: z.string().refine(isCurrency, 'not a currency code of three capital letters (ISO 4217)'),
  seller: partySchema, buyer: partySchema, shipTo: partySchema, paymentTerms: z.string().min(1), deliveryTerms: z.string().min(1), carrier: z.string().optional(), notes: z.array(z.string()).optional(),
  lines: z.array(draftLineSchema.pick({ id: true, buyersItem: true, sellersItem: true, standardItem: true }).extend({
    description: z.string().min(1), quantity: decimalText, unit: z.string().min(1), price: priceSchema, lineExtension: decimalText.optional(), promisedDelivery: day,
  })).min(1),
  charges: z.array(z.object({ kind: z.enum(['allowance', 'charge']), text: z.string().min(1), amount: decimalText })).optional(),
  tax: decimalText.optional(), payable: decimalText.optional(),
  /** Of the document's words and forms: that of the buyer. */
  language: z.enum(['en', 'de', 'fr']).default('en'),
})

export type ConfirmationInput = z.output<typeof confirmationSchema>

/** A confirmation whose amounts are computed and agree. */
export interface Confirmation extends Omit<ConfirmationInput, 'lines' | 'charges' | 'payable'> {
  lines: (ConfirmationInput['lines'][number] & { lineExtension: Decimal })[]
  charges: NonNullable<ConfirmationInput['charges']>
  net: Decimal
  payable: Decimal
}

/** Net amount of each line, their sum, and the total with charges and tax. Throws a RangeError where the JSON states one of them otherwise. */
export function confirmationOf(input: ConfirmationInput): Confirmation {
  const agreed = (what: string, stated: Decimal | undefined, computed: Decimal): Decimal => {
    if (stated !== undefined && amount(stated, input.currency) !== amount(computed, input.currency)) throw new RangeError(`The confirmation states ${stated} as ${what}; it comes to ${amount(computed, input.currency)}.`)
    return computed
  }
  const lines = input.lines.map((line) => ({ ...line, lineExtension: agreed(`the amount of line ${line.id}`, line.lineExtension, lineExtension(line.quantity, line.price, input.currency)) }))
  const charges = input.charges ?? []
  const net = sum(lines.map((line) => line.lineExtension))
  const total = charges.reduce((so, charge) => (charge.kind === 'charge' ? add(so, charge.amount) : subtract(so, charge.amount)), add(net, input.tax ?? '0'))
  return { ...input, lines, charges, net, payable: agreed('the total', input.payable, total) }
}

/** A party's name and address as lines of a letter. */
export function letterhead(party: Party): string[] {
  const { lines = [], postalCode, city, region, country } = party.address ?? {}
  return [party.name, ...lines, [postalCode, city].filter(Boolean).join(' '), [region, country].filter(Boolean).join(', ')].filter((line): line is string => line !== undefined && line !== '')
}
