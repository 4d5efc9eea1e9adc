import { isZero } from '../orders/decimal'
import { disputeOf } from '../orders/dunning'
import { type Order } from '../orders/order'
import * as cases from './cases'
import { among as complaintsAmong } from './complaints'
import * as links from './links'
import * as openItems from './openItems'
import * as orderDocuments from './orderDocuments'
import * as outbox from './outbox'
import { type CaseRecord, type Link, type Message, type OrderDocumentRecord } from './records'
import { type Db } from './store'

/** What is kept of one order beside its events: for showing it whole. */
export interface Dossier {
  order: Order
  /** What every system last said of it. */
  links: Link[]
  messages: Message[]
  documents: OrderDocumentRecord[]
  openCases: CaseRecord[]
  /** What is owed of its invoices. */
  openItems: openItems.OpenItem[]
}

/** Tells the open items that a complaint puts in dispute. */
export function disputesIn({ documents, openCases }: Pick<Dossier, 'documents' | 'openCases'>): (item: openItems.OpenItem) => boolean {
  const complaints = complaintsAmong(openCases)
  return ({ issuer, invoice, open }) => !isZero(open) && documents.some((document) => document.kind === 'invoice' && document.issuer === issuer && document.number === invoice && disputeOf(document.lines, complaints) !== undefined)
}

export async function dossierOf(db: Db, order: Order): Promise<Dossier> {
  const { company } = order
  const stream = `order/${order.id}`
  const [held, messages, documents, openCases, owed] = await Promise.all([
    links.ofStream(db, company, stream), outbox.ofStream(db, company, stream),
    Promise.all(order.documents.map(({ kind, issuer, number }) => orderDocuments.get(db, company, kind, issuer, number))),
    cases.list(db, company, { state: 'open', subject: stream }),
    openItems.many(db, company, order.documents.filter(({ kind }) => kind === 'invoice').map(({ number }) => number)),
  ])
  return { order, links: held, messages, documents: documents.filter((document) => document !== undefined), openCases, openItems: owed }
}
