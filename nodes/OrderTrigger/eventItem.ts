import { type IDataObject, type INodeExecutionData } from 'n8n-workflow'
import { type Delivery } from '../../store/deliveries'
import { type Open } from '../withStore'

/** One event as an item: what happened under an ID that stays the same however often it is handed out, and the order as it is now. */
export async function eventItem({ context, company, engine }: Open, { stream, sequence, attempt }: Pick<Delivery, 'stream' | 'sequence' | 'attempt'>): Promise<INodeExecutionData> {
  const event = (await engine.streams.load(context.store, company, stream, sequence - 1))[0]
  const order = stream.startsWith('order/') ? await engine.orders.get(context.store, company, stream.slice('order/'.length)) : undefined
  return { json: { event: { id: `${company}/${stream}#${sequence}`, attempt, ...event }, ...(order ? { order } : {}) } as unknown as IDataObject }
}
