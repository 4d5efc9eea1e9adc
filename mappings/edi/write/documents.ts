import { type DraftLine, type Party } from '../../../orders/draft'

/** Parties that a document may name. */
export interface Parties {
  buyer?: Party
  seller?: Party
  shipTo?: Party
  billTo?: Party
  shipFrom?: Party
}

/** The line of a document: an order line's items and quantity, and what this document adds. */
export type Line = Pick<DraftLine, 'id' | 'buyersItem' | 'sellersItem' | 'standardItem' | 'description' | 'quantity' | 'unit' | 'price' | 'lineExtension' | 'notes'> & {
  /** The unit as the partner writes it, where his is another code than the standard's. */
  unitCode?: string
}

export type LineOutcome = 'accepted' | 'changed' | 'backordered' | 'rejected' | 'substituted'

/** Our answer to an order, line by line (855, 865, ORDRSP). */
export interface OrderResponse extends Parties {
  /** Our order number. */
  number: string
  /** The buyer's order number, and of what release and change. */
  order: string
  release?: string
  change?: string
  issuedOn: string
  orderedOn?: string
  currency?: string
  outcome: 'accepted' | 'changed' | 'rejected'
  notes?: string[]
  lines: (Line & LineAnswer & {
    /** Where the quantity is split: what becomes of the rest of it, part by part. */
    further?: LineAnswer[]
  })[]
}

/** What becomes of a line, or of a part of its quantity. */
export interface LineAnswer {
  outcome: LineOutcome
  confirmedQuantity?: string
  promisedDelivery?: string
}

/** A change of an order that was sent (860, ORDCHG). */
export interface OrderChange extends Parties {
  order: string
  change: string
  orderedOn: string
  issuedOn: string
  purpose: 'cancel' | 'change'
  lines: (Line & { action: 'add' | 'change' | 'delete'; requestedDelivery?: string })[]
}

/** What was sent (856, DESADV). */
export interface DespatchAdvice extends Parties {
  number: string
  order: string
  issuedOn: string
  shippedOn?: string
  expectedOn?: string
  carrier?: string
  tracking?: string
  packages?: { sscc?: string }[]
  lines: (Line & { ordered?: string })[]
}

/** 810, INVOIC. Amounts of a credit note are what is credited, without a sign: its kind says which way. */
export interface Invoice extends Parties {
  /** One over several orders names the order of each line. (Default: an invoice) */
  kind?: 'creditNote' | 'collectiveInvoice'
  number: string
  /** Of a credit note: the invoice that it is on. */
  invoice?: string
  issuedOn: string
  dueOn?: string
  currency?: string
  order?: string
  despatch?: string
  lines: (Line & { taxPercent?: string; /** The buyer's order of this line. */ order?: string })[]
  charges?: { kind: 'allowance' | 'charge'; code?: string; text?: string; amount?: string }[]
  tax?: string
  lineExtension?: string
  payable: string
}

/** To a warehouse: ship this (940). */
export interface WarehouseOrder extends Parties {
  number: string
  order?: string
  requestedDelivery?: string
  carrier?: string
  notes?: string[]
  lines: Line[]
}

/** To a carrier: fetch here, bring there (204). */
export interface LoadTender {
  number: string
  carrier: string
  order?: string
  stops: { action: 'load' | 'unload'; party: Party; on?: string }[]
  weight?: string
}

/** An application's answer: taken, or not and why (APERAK). */
export interface ApplicationAnswer extends Parties {
  number: string
  issuedOn: string
  order?: string
  outcome: 'accepted' | 'rejected'
  errors?: { code: string; text?: string }[]
}

/** `2026-03-17T14:30` to `20260317`. */
export const compactDate = (date: string): string => date.slice(0, 10).replaceAll('-', '')

/** `12.5` to `1250`: an X12 number with implied decimals (Nn). Throws a RangeError where decimals would be lost. */
export function implied(amount: string, decimals: number): string {
  const [whole = '0', fraction = ''] = amount.split('.')
  if (/[1-9]/.test(fraction.slice(decimals))) throw new RangeError(`${amount} has more than ${decimals} decimals`)
  const digits = (whole + fraction.padEnd(decimals, '0').slice(0, decimals)).replace(/^(-?)0+(?=\d)/, '$1')
  return digits
}
