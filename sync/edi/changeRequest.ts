import { changeRefused, type PartnerDocument } from '../../orders/answers'
import { type Order } from '../../orders/order'
import { type Profile } from '../../mappings/profile'
import * as cases from '../../store/cases'
import * as config from '../../store/config'
import * as orders from '../../store/orders'
import { type Partner } from '../../store/records'
import { type Tx } from '../../store/store'
import { ownCompany } from '../company'
import { CHANGE_REFUSED } from '../changing'
import { type Context, instant } from '../context'
import { few } from '../describe'
import { uuidv7 } from '../ids'
import { resolveItems } from '../items'
import { partnerOf } from '../learned'
import { type Outcome, type Submission } from '../submit'
import { dateIn } from '../zone'
import { type ChangeWanted, commandOf } from './orderChange'
import { sendDocument } from './sendDocument'

/** A buyer's change on its way, and where it came from. */
export interface ChangeRequest {
  company: string
  partner: string
  wanted: ChangeWanted
  cause: string
  correlation: string
}

/** Hours that a change may wait for its order. */
const PATIENCE = 24

/** The command of a change, where its order is known. */
export async function submissionOf(context: Context, { company, partner, wanted, cause, correlation }: ChangeRequest): Promise<Submission | undefined> {
  const order = await orders.byKey(context.store, company, partner, wanted.order, wanted.release, 0)
  if (!order) return undefined
  const [items] = await resolveItems(context.store, company, [{ partner: await partnerOf(context.store, company, partner), lines: wanted.lines }])
  return { subject: { company, order: order.id }, command: commandOf(wanted, order, items ?? {}), circumstance: { cause, correlation } }
}

/** R-CHG-05: what became of a change, for the arrival. One that is refused is answered with every line of it rejected, and a person is told why. */
export async function settleChange(context: Context, tx: Tx, { wanted, partner, correlation }: ChangeRequest, outcome: Outcome): Promise<string> {
  const order = outcome.order!
  const name = order.number ?? order.reference ?? order.id
  if (outcome.outcome === 'accepted') {
    if (!outcome.changed) return `The change ${wanted.request} of ${name} came before.`
    const asked = order.approvals.filter((step) => step.state === 'open' && step.change !== undefined && step.change === order.change?.no).map(({ role }) => role)
    return asked.length > 0 ? `The change ${wanted.request} of ${name} waits for ${asked.join(', ')}.` : `The change ${wanted.request} of ${name} was taken: it is ${order.status}.`
  }
  const why = few(outcome.findings.map((finding) => finding.text))
  const { fresh } = await cases.open(tx, {
    id: uuidv7(), company: order.company, kind: CHANGE_REFUSED, system: '', subject: `order/${order.id}`, field: `change ${wanted.request}`, seenAt: instant(context), detail: { wanted, partner },
    text: `The change ${wanted.request} that ${partner} wants of ${name} was refused: ${why} Speak with the buyer where something else can be agreed ("order-to-cash change").`,
  })
  if (fresh) await answerRefusal(context, tx, order, wanted, correlation)
  return [`The change ${wanted.request} of ${name} was refused.`, why].join(' ')
}

async function answerRefusal(context: Context, tx: Tx, order: Order, wanted: ChangeWanted, correlation: string): Promise<void> {
  const partner = await config.partner(tx, order.company, order.buyer!)
  if (!(partner?.profile as Profile | undefined)?.edi?.send?.includes('changeResponse')) return
  const { zone } = await ownCompany(tx, order.company)
  const body: PartnerDocument = changeRefused(order, { today: dateIn(zone, context.clock.now()) }, wanted.request, wanted.lines.map((line) => line.id))
  await sendDocument(tx, order, { ourId: `${order.id}/changeResponse/refused/${wanted.request}`, body }, { at: instant(context), correlation })
}

/** R-CHG-01: a change that came before its order waits for it, as a case with a time limit. */
export async function parkChange(context: Context, tx: Tx, request: ChangeRequest, partner: Partner): Promise<string> {
  const { wanted, company } = request
  const text = `The change ${wanted.request} of ${partner.name} (${partner.code}) is for his order ${wanted.order}, which has not come yet.`
  await cases.open(tx, {
    id: uuidv7(), company, kind: 'parked', system: '', subject: subjectOf(request), field: `change ${wanted.request}`, seenAt: instant(context),
    dueAt: new Date(context.clock.now().getTime() + PATIENCE * 3_600_000).toISOString(), detail: { request }, text: `${text} It is carried out as soon as it comes.`,
  })
  return text
}

const PREFIX = 'order-of/'
const subjectOf = ({ partner, wanted }: ChangeRequest): string => `${PREFIX}${partner}/${wanted.order}`.slice(0, 400)

/** Does the parked case hold a change that waits for its order? */
export const isParkedChange = (subject: string): boolean => subject.startsWith(PREFIX)
