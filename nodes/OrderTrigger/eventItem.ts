import { type IDataObject, type INodeExecutionData } from 'n8n-workflow'
import { type Delivery } from '../../store/deliveries'
import { type CaseRecord } from '../../store/records'
import { type Open } from '../withStore'

/** One event as an item: what happened under an ID that stays the same however often it is handed out, and the order, or the case with its order, as it is now. */
export async function eventItem(open: Open, { stream, sequence, attempt }: Pick<Delivery, 'stream' | 'sequence' | 'attempt'>): Promise<INodeExecutionData> {
  const { context, company, engine } = open
  const id = `${company}/${stream}#${sequence}`
  if (stream.startsWith('case/') && sequence === 0) {
    const opened = await engine.cases.byId(context.store, stream.slice('case/'.length)) as CaseRecord
    return item({ event: { id, attempt, company, stream, sequence, type: engine.deliveries.CASE_OPENED, at: opened.firstSeen }, case: opened, ...await orderOf(open, opened.subject) })
  }
  const event = (await engine.streams.load(context.store, company, stream, sequence - 1))[0]
  return item({ event: { id, attempt, ...event }, ...await orderOf(open, stream) })
}

async function orderOf({ context, company, engine }: Open, stream: string): Promise<object> {
  const order = stream.startsWith('order/') ? await engine.orders.get(context.store, company, stream.slice('order/'.length)) : undefined
  return order ? { order } : {}
}

const item = (json: object): INodeExecutionData => ({ json: json as IDataObject })
