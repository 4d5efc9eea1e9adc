import { z } from 'zod'
import { addressSchema } from './draft'
import { isDecimal } from './decimal'
import { identifiersSchema } from './identifier'
import { isCurrency } from './money'
import { INDICATOR_NAMES } from './reports/indicators'
import { RETURN_REASONS } from './returns/terms'
import { STALL_STAGES } from './stalled'

const RULE_CODES = ['completeness', 'customer', 'newCustomer', 'onboarding', 'duplicate', 'unusual', 'price', 'margin', 'terms', 'credit', 'overdue', 'stock', 'compliance'] as const
const key = z.string().min(1).max(64)
const currency = z.string().refine(isCurrency, 'not a currency code of three capital letters (ISO 4217)')
const decimalText = z.string().refine(isDecimal, 'not a decimal; write it in quotes, as "1.5"')
const percentText = decimalText.refine((text) => Number(text) >= 0 && Number(text) <= 100, 'a percentage is from 0 to 100')
export const zoneSchema = z.string().refine(isZone, 'not a time zone of the IANA list, such as Europe/Berlin')

/** One of ours that sells. The key is the company's code, and stands in every other key. */
export const companySchema = z.strictObject({
  kind: z.literal('company'),
  key,
  name: z.string().min(1),
  currency,
  zone: zoneSchema,
  /** Before the running number of its orders: `SO-`. */
  numberPrefix: z.string().max(16),
  /** Units of another currency for one of `currency`: `{ USD: '1.08' }`. Costs are compared with prices by them. */
  exchangeRates: z.record(currency, decimalText).optional(),
  /** What the indicators of `report kpi` are to reach: percent, or hours: `{ onTimeDelivery: '95' }`. */
  targets: z.partialRecord(z.enum(INDICATOR_NAMES), decimalText).optional(),
  /** What documents call us: GLN, DUNS, VAT, `ISA:<qualifier>`, … */
  identifiers: identifiersSchema,
  address: addressSchema.optional(),
})

/** A person, system or partner that acts. */
export const actorSchema = z.strictObject({
  kind: z.literal('actor'),
  key,
  name: z.string().min(1),
  /** Those that rules ask: orderDesk, salesManager, finance, warehouse, salesRep, system, … */
  roles: z.array(z.string().min(1)).min(1),
  /** What the roles are limited to: `{ company: [...], customers: [...] }`. Empty is all. */
  scope: z.record(z.string(), z.unknown()).default({}),
})

export const ruleSettingSchema = z.strictObject({
  on: z.boolean(),
  /** (Default: that of the rule) */
  severity: z.enum(['note', 'approval', 'hold', 'refuse']).optional(),
  role: z.string().min(1).optional(),
  /** Minutes. */
  maxAge: z.number().int().positive().optional(),
  /** Percent. */
  tolerance: decimalText.optional(),
  /** Percent: the least gross margin, of the rule `margin`. */
  floor: decimalText.optional(),
  /** Of the rule `unusual`: from how many times what the customer ever ordered of an item on, and sooner than so many calendar days from now. */
  factor: decimalText.refine((text) => Number(text) > 1, 'more than 1 is expected').optional(),
  leadDays: z.number().int().positive().optional(),
  /** Must a second contact of the customer confirm it before it is approved? (Default: true) */
  confirmation: z.boolean().optional(),
  /** Of the rule `price`: up to which discount (percent of the list) which role is asked, the least first. */
  authority: z.array(z.strictObject({ upTo: decimalText, role: z.string().min(1) })).min(1)
    .refine((levels) => levels.every(({ upTo }, place) => place === 0 || Number(upTo) > Number(levels[place - 1]!.upTo)), 'each level reaches further than the one before').optional(),
})

/** A country (ISO 3166-1 alpha-2), or a region of one (ISO 3166-2). */
const placeText = z.string().regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, 'a country as in ISO 3166 is expected: US, or US-CA for a region')

const names = z.array(z.string().min(1)).min(1)

const approvalRuleSchema = z.strictObject({
  name: z.string().min(1).max(64).refine((name) => !name.includes('"'), 'a name without quotation marks is expected'),
  /** From which amount in the company's currency, which customers, partners of which roles, which items (`FB-*`), where which rules have found something: all that is named must hold. */
  when: z.strictObject({ amount: decimalText.optional(), customers: names.optional(), partnerRoles: names.optional(), items: names.optional(), findings: z.array(z.enum(RULE_CODES)).min(1).optional() }).default({}),
  levels: z.array(z.strictObject({ roles: names.refine((roles) => new Set(roles).size === roles.length, 'a role is named twice'), quorum: z.number().int().positive().optional() })
    .refine(({ roles, quorum = 1 }) => quorum <= roles.length, 'no more can agree than roles are asked')).min(1).max(9),
})

/** How the review rules are set; a business user changes these without code. */
export const rulesSchema = z.strictObject({
  kind: z.literal('rules'),
  key,
  /** Hours that an approver has. */
  approvalHours: z.number().positive().default(24),
  /** Reminders 1, 2, 3 of what is overdue: so many days after it was due, and their fee; from which of them on the customer's next orders are held. */
  dunning: z.strictObject({
    levels: z.array(z.strictObject({ days: z.number().int().min(1), fee: decimalText.default('0') })).min(1).max(9)
      .refine((levels) => levels.every(({ days }, place) => place === 0 || days > levels[place - 1]!.days), 'each level is later than the one before'),
    holdFrom: z.number().int().positive().optional(),
  }).optional(),
  /** How goods are taken back, by reason: who is asked, up to which credit nobody is, so many days after the last despatch, and what of the price is kept (percent). */
  returns: z.partialRecord(z.enum(RETURN_REASONS), z.strictObject({
    role: z.string().min(1).optional(), upTo: decimalText.optional(), days: z.number().int().positive().optional(), restocking: percentText.optional(), damage: percentText.optional(),
  })).optional(),
  /** Who must agree to which orders, besides what the rules find: level after level, at each so many of its roles (default: all). */
  approvals: z.array(approvalRuleSchema).refine((rows) => new Set(rows.map(({ name }) => name)).size === rows.length, 'two of them have the same name').optional(),
  /** For how many hours nothing may happen to an order at a stage, and whose it is then; replaces the defaults: `{ toShip: { hours: 48, role: warehouse } }`. */
  stalled: z.partialRecord(z.enum(STALL_STAGES), z.strictObject({ hours: z.number().positive(), role: z.string().min(1) })).optional(),
  /** Who is asked where a role has not decided in its time: `{ salesManager: director }`. */
  deputies: z.record(z.string().min(1), z.string().min(1)).optional(),
  /** Where nothing may be sold, which items only in some places or not in them, and to whom nothing. */
  trade: z.strictObject({
    blocked: z.array(placeText).default([]), items: z.record(z.string().min(1), z.strictObject({ only: z.array(placeText).optional(), not: z.array(placeText).optional() })).default({}),
    denied: z.array(z.string().min(1)).default([]),
  }).optional(),
  rules: z.partialRecord(z.enum(RULE_CODES), ruleSettingSchema),
})

/** When a job runs. One run a scheduled time, whoever is awake for it. */
export const scheduleSchema = z.strictObject({
  kind: z.literal('schedule'),
  key,
  job: z.string().min(1),
  /** Five fields (minute hour day month weekday) in `zone`. */
  cron: z.string().refine((text) => text.trim().split(/\s+/).length === 5, 'five fields are expected: minute hour day month weekday'),
  /** Default: the company's. */
  zone: zoneSchema.optional(),
  on: z.boolean().default(true),
  options: z.record(z.string(), z.unknown()).default({}),
})

/** A system around the orders, and how it is reached. Its secret is kept apart, encrypted. */
export const systemSchema = z.strictObject({
  kind: z.literal('system'),
  key,
  /** What it does for an order: erp, wms, mes, finance, … */
  role: z.string().min(1),
  /** Folder of `connectors/`, and the connector in it: `sandbox/erp`. */
  connector: z.string().min(1),
  url: z.url(),
  mode: z.enum(['off', 'shadow', 'live']),
  /** It sends only from a store of the same environment. */
  environment: z.string().min(1),
  /** Milliseconds. */
  timeout: z.number().int().positive().optional(),
  settle: z.number().int().nonnegative().optional(),
  /** What it is the authority for, where its role does not say it: an ERP that also ships and invoices. */
  authority: z.array(z.enum(['production', 'despatch', 'shipment', 'webOrder', 'invoice', 'payment', 'return', 'creditNote', 'capture', 'refund'])).optional(),
  /** What is told to it besides: `payment` where it books the credits of bank statements that are received here, `settlement` where it books what payment gateways pay out. */
  takes: z.array(z.enum(['payment', 'settlement'])).optional(),
  /** Calls in flight at most. */
  concurrency: z.number().int().positive().optional(),
  /** Calls at most, of all workers together: `10/s`, `100/min`, `5000/h`, or `{ calls, perSeconds }`. */
  rate: z.union([z.string().regex(/^[1-9]\d*\/(s|min|h)$/, 'write 10/s, 100/min or 5000/h'), z.strictObject({ calls: z.number().int().positive(), perSeconds: z.number().positive() })]).optional(),
  /** Tokens that run out instead of a secret that lasts: where they are given out, below the url or elsewhere. */
  login: z.strictObject({ type: z.literal('oauth2'), token: z.string().min(1), scope: z.string().min(1).optional() }).optional(),
  options: z.record(z.string(), z.unknown()).default({}),
})

/** The records of a configuration folder by their `kind`; a partner's is in `mappings/partner.ts`, with its formats. */
export const configSchemas = { company: companySchema, actor: actorSchema, rules: rulesSchema, schedule: scheduleSchema, system: systemSchema } as const

export type CompanyConfig = z.infer<typeof companySchema>
export type ActorConfig = z.infer<typeof actorSchema>
export type ScheduleConfig = z.infer<typeof scheduleSchema>
export type SystemRecordConfig = z.infer<typeof systemSchema>

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    // a RangeError is the answer: there is no such zone
    return false
  }
}
