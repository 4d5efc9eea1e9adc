import { type ReadMessage } from '../mappings/document'
import { type Profile } from '../mappings/profile'
import { lacking } from '../mappings/required'
import { type OrderDraft } from '../orders/draft'
import { stops } from '../orders/problem'
import * as orders from '../store/orders'
import { type Arrival, type ArrivalItem, type ArrivalOutcome, type Partner } from '../store/records'
import { type Tx } from '../store/store'
import { type Context } from './context'
import { describeAll, few } from './describe'
import { answersIn, noteAnswer } from './edi/answered'
import { type ChangeRequest, parkChange, submissionOf } from './edi/changeRequest'
import { changeWanted } from './edi/orderChange'
import { uuidv7 } from './ids'
import { statementIn, takeStatement } from './payments/statement'
import { resolveItems } from './items'
import { shipToCode } from './shipTo'
import { type PartnerBook } from './partners'
import { type Submission } from './submit'

type Base = Pick<ArrivalItem, 'arrival' | 'no' | 'type' | 'control' | 'company'>

/** What is to become of one message of an arrival: an order to create, or an outcome that is certain already. */
export type Plan =
  | { base: Base; create: Creation; item?: undefined; amend?: undefined }
  /** A change of an order that we have. */
  | { base: Base; amend: { submission: Submission; request: ChangeRequest }; create?: undefined; item?: undefined }
  /** `beside` is done in the transaction that notes the outcome, and may tell more of it. */
  | { base: Base; item: ArrivalItem; create?: undefined; amend?: undefined; beside?: (tx: Tx) => Promise<string | undefined> }

export interface Creation {
  submission: Submission & { command: { type: 'create' } }
  /** Where the buyer numbered the order: what makes a second one a duplicate. */
  key?: string
  company: string
}

/** A message of an arrival with its ordinal in the document, and whether its control numbers came before with the same content. */
export interface Numbered { no: number; message: ReadMessage; repeated?: boolean }

/** Finds company, partner and items of messages, and says what each is. */
export async function planMessages(context: Context, arrival: Arrival, messages: readonly Numbered[], book: PartnerBook): Promise<Plan[]> {
  const plans = messages.map((numbered) => planMessage(context, arrival, numbered, book))
  const creations = plans.flatMap(({ plan, partner }) => (plan.create ? [{ create: plan.create, partner }] : []))
  for (const company of new Set(creations.map(({ create }) => create.company))) {
    const own = creations.filter(({ create }) => create.company === company)
    const items = await resolveItems(context.store, company, own.map(({ create, partner }) => ({ partner, lines: create.submission.command.draft.lines })))
    own.forEach(({ create }, index) => { create.submission.command.items = items[index]! })
    for (const { create } of own) await leaveFree(context, create)
  }
  const planned: Plan[] = []
  for (const { plan, partner, change } of plans) planned.push(change && partner ? await planChange(context, plan.base, change, partner) : plan)
  return planned
}

/** What was taken back before it reached us leaves its number to the order that comes in its place. */
async function leaveFree({ store }: Context, { company, key, submission: { command } }: Creation): Promise<void> {
  const { buyer, reference, release } = command
  if (command.draft.withdrawn === undefined || key === undefined) return
  do command.generation--
  while (await orders.byKey(store, company, buyer!, reference!, release, command.generation))
}

/** A change is carried out on its order, or waits for it. */
async function planChange(context: Context, base: Base, request: ChangeRequest, partner: Partner): Promise<Plan> {
  const submission = await submissionOf(context, request)
  if (submission) return { base, amend: { submission, request } }
  return { base, item: { ...base, outcome: 'document' }, beside: (tx) => parkChange(context, tx, request, partner) }
}

/** All but the items, which are looked up for many messages at once. */
function planMessage(context: Context, arrival: Arrival, { no, message, repeated = false }: Numbered, book: PartnerBook): { plan: Plan; partner?: Partner; change?: ChangeRequest } {
  const company = book.company(message.receiver, message.order?.seller?.identifiers)
  const base: Base = { arrival: arrival.id, no, type: message.type, control: message.control, company }
  const certain = (outcome: ArrivalOutcome, text: string): { plan: Plan } => ({ plan: { base, item: { ...base, outcome, text } } })
  const failing = message.problems.filter(stops)
  if (failing.length > 0) return certain('quarantined', describeAll(failing))
  if (!message.order) {
    const plain: ArrivalItem = { ...base, outcome: 'document', text: `${message.type} ${message.control ?? ''}`.trim() }
    const statement = company === undefined ? undefined : statementIn(message.document)
    if (company !== undefined && statement) return { plan: { base, item: plain, beside: (tx) => takeStatement(context, tx, { company, arrival, statement }) } }
    const from = company === undefined ? undefined : book.partner(company, [], message.sender, arrival.sender)
    const wanted = from && changeWanted(message)
    if (typeof wanted === 'string') return certain('quarantined', wanted)
    if (from && wanted && company !== undefined) {
      if (message.test && !takesTests(message, book)) return certain('document', `A test: the change ${wanted.request} of ${wanted.order} was read, and not carried out.`)
      return { plan: { base, item: plain }, partner: from, change: { company, partner: from.code, wanted, cause: `arrival/${arrival.id}`, correlation: arrival.id } }
    }
    const answers = from?.profile.edi === undefined ? [] : answersIn(message)
    if (!from || answers.length === 0) return { plan: { base, item: plain } }
    return { plan: { base, item: plain, beside: async (tx) => { const said = []; for (const answer of answers) said.push(await noteAnswer(context, tx, arrival, from, answer)); return few(said) } } }
  }
  if (repeated && message.order.reference === undefined) return certain('duplicate', `The interchange ${message.interchange ?? ''} came before with the same content.`)
  if (message.test && !takesTests(message, book)) return certain('document', `A test: the order ${message.order.reference ?? ''} was read, and none was made of it.`)
  const left = requiredOf(message, book)
  if (left.length > 0) return certain('quarantined', `By the profile of its sender it must say ${left.join(', ')}, and does not. Ask for it, or correct profile.required.`)
  if (!company) return certain('quarantined', 'The document names no company of ours as receiver, and there are several: add its identifier to one of them.')

  const partner = book.partner(company, message.order.buyer?.identifiers ?? [], message.sender, arrival.sender)
  const draft = withShipTo(withTerms(message.order, partner), partner)
  const key = { buyer: partner?.code, reference: draft.reference, release: draft.release ?? '', generation: 0 }
  const order = uuidv7()
  const create: Creation = {
    company, key: key.buyer && key.reference ? JSON.stringify(key) : undefined,
    submission: {
      subject: { company, order },
      circumstance: { cause: `arrival/${arrival.id}`, correlation: arrival.id },
      command: {
        type: 'create', order, company, ...key, channel: arrival.channel, document: arrival.sha256, draft, items: {},
        sender: message.sender ?? (arrival.sender === undefined ? undefined : { scheme: 'email', value: arrival.sender }),
      },
    },
  }
  return { plan: { base, create }, partner }
}

/** Documents marked as a test become no orders, unless the sender's profile says so. */
const takesTests = ({ sender }: ReadMessage, book: PartnerBook): boolean => (sender && book.find([sender])?.profile.edi?.takesTests) ?? false

/** What the sender's profile demands and the order does not say. */
const requiredOf = ({ sender, order }: ReadMessage, book: PartnerBook): string[] => lacking(order!, (sender && book.find([sender])?.profile.required) ?? [])

/** The GLN of a ship-to whose code the partner's lists know. */
function withShipTo(draft: OrderDraft, partner: Partner | undefined): OrderDraft {
  const { shipTo } = draft
  const code = shipToCode(shipTo)
  const gln = code === undefined ? undefined : new Map(Object.entries((partner?.profile as Profile | undefined)?.codes?.shipTo ?? {})).get(code)
  if (!shipTo || gln === undefined || shipTo.identifiers.some(({ scheme }) => scheme === 'GLN')) return draft
  return { ...draft, shipTo: { ...shipTo, identifiers: [...shipTo.identifiers, { scheme: 'GLN', value: gln }] } }
}

/** What was agreed with the partner where the document is silent; written into the order, so that nobody has to look it up. */
const withTerms = (draft: OrderDraft, partner: Partner | undefined): OrderDraft =>
  ({ ...draft, currency: draft.currency ?? partner?.currency, paymentTerms: draft.paymentTerms ?? partner?.paymentTerms })
