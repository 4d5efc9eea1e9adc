import { z } from 'zod'
import { type Kind, type SystemConfig } from '../connector'
import { Fault } from '../fault'

const KINDS = ['order', 'part', 'production', 'quotation', 'despatch', 'invoice', 'payment', 'customer', 'item', 'price', 'stock', 'receivable'] as const satisfies readonly Kind[]

/** What a Tryton is asked for where it plays one role beside other systems; one that plays several names their kinds. */
const FOLLOWS: Record<string, readonly (typeof KINDS)[number][]> = {
  wms: ['part', 'despatch', 'stock'],
  finance: ['order', 'invoice', 'payment', 'receivable'],
  mes: ['production'],
  crm: ['quotation', 'customer'],
}
const FOLLOWS_ERP = ['order', 'customer', 'item', 'price', 'stock', 'receivable'] as const

const optionsSchema = z.strictObject({
  /** (Default: false) whether it may be inside our network. */
  allowPrivate: z.boolean().default(false),
  /** Kinds that are followed, listed and copied from here. (Default: by its role) */
  follows: z.array(z.enum(KINDS)),
  /** Name or code of our company's party there; must be given where its database holds several. */
  company: z.string().min(1).optional(),
  /** Further units: Rec 20 code → symbol of the unit of measure there. */
  units: z.record(z.string(), z.string()).default({}),
  /** Our text of the payment terms → name of the payment term there; without an entry it is its name, and an unknown one leaves the customer's own. */
  paymentTerms: z.record(z.string(), z.string()).default({}),
  /** Beginnings of the names of warnings that are answered with yes: `credit_limit_amount_`. (Default: none) */
  accept: z.array(z.string().min(1)).default([]),
  /** (Default: shipment) what its invoices follow; `manual` where another system invoices. */
  invoiceMethod: z.enum(['shipment', 'order', 'manual']).default('shipment'),
  /** (Default: the first) code of the warehouse that parts go to, and that produces. */
  warehouse: z.string().optional(),
  /** Currencies besides the company's own in which prices are copied. (Default: none) */
  currencies: z.array(z.string().length(3)).default([]),
  /** Currency in which a customer is told its limit and debt, by code, where it is not the company's. (Default: none) */
  customerCurrencies: z.record(z.string(), z.string().length(3)).default({}),
  /** Decimals of a unit price there (`price_decimal` of its configuration). */
  priceDigits: z.number().int().min(0).max(12).default(4),
  pageSize: z.number().int().min(1).max(500).default(100),
  /** How far a poll looks back before its cursor, in ms of its clock: a row is stamped before it shows. */
  overlapMs: z.number().int().min(0).default(120_000),
})

export type Options = z.infer<typeof optionsSchema>

export interface Login { user: string; password: string }

/** The options of a system record. Throws a `refused` Fault that names the first one that is wrong. */
export function parseOptions(config: SystemConfig): Options {
  const result = optionsSchema.safeParse({ follows: FOLLOWS[config.role] ?? FOLLOWS_ERP, ...config.options })
  if (result.success) return result.data
  const issue = result.error.issues[0]
  throw new Fault('refused', `${config.name}: options.${issue?.path.map(String).join('.') ?? ''} ${issue?.message ?? ''}`)
}

/**
 * The secret is `{"user": …, "password": …}` or `user:password`; undefined where none is set yet. Throws a `login` Fault for
 * another form, without showing it.
 */
export function parseLogin(config: SystemConfig): Login | undefined {
  const { secret } = config
  if (secret === undefined) return undefined
  const asJson = z.object({ user: z.string().min(1), password: z.string().min(1) }).safeParse(jsonOf(secret))
  if (asJson.success) return asJson.data
  const colon = secret.indexOf(':')
  if (colon > 0 && colon < secret.length - 1 && !secret.startsWith('{')) return { user: secret.slice(0, colon), password: secret.slice(colon + 1) }
  throw new Fault('login', `${config.name}: its secret must be {"user": …, "password": …} or user:password`)
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // the other form is text
    return undefined
  }
}
