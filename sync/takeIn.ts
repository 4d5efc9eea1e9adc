import { type Change, type Kind, type Remote } from '../connectors/connector'
import { takeComplaint } from './complaints'
import { type Context } from './context'
import { type Followed } from './follow'
import { takePayout } from './payments/payout'
import { takeQuotation } from './quotation'
import { receiveStatement } from './statement'
import { type System } from './systems'
import { takeWebOrder } from './webOrder'

/** A record as a poll found it, or by a webhook, which moves no cursor. */
export type TakenIn = Pick<Change, 'remote'> & Partial<Pick<Change, 'cursor'>>

type Take = (context: Context, system: System, taken: TakenIn, followed: Followed) => Promise<void>

/** Records that are documents for us: they are received, and read as what comes by any channel. */
const TAKES: Partial<Record<Kind, Take>> = { quotation: takeQuotation, webOrder: takeWebOrder, statement: receiveStatement, payout: takePayout, complaint: takeComplaint }

/** One that carries our id has been answered, and is a record of its order as others are; a complaint may be changed by the customer all the same. */
export const isTakenIn = ({ kind, ourId }: Pick<Remote, 'kind' | 'ourId'>): boolean => kind === 'complaint' || (kind in TAKES && ourId === undefined)

export const takeIn: Take = (context, system, taken, followed) => TAKES[taken.remote.kind]!(context, system, taken, followed)
