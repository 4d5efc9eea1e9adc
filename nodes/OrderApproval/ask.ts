import { type IDataObject, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow'
import { isAccepted } from '../../orders/status'
import { type AskedChange, type Order } from '../../orders/order'
import { nodeError } from '../nodeError'
import { type Open, withStore } from '../withStore'
import { APPROVED, type Asked, NO_ANSWER, OUTPUTS, REJECTED } from './outputs'
import { textOf } from '../textOf'

const UNIT_MS: Record<string, number> = { seconds: 1000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 }

/** Looks which orders wait for a decision, and puts the execution to sleep until somebody decides. Those that are decided already, or wait for nothing, wait with the others. */
export async function ask(node: IExecuteFunctions): Promise<INodeExecutionData[][]> {
  const outputs: INodeExecutionData[][] = OUTPUTS.map(() => [])
  const waiting: INodeExecutionData[] = []
  const signal = node.getExecutionCancelSignal()
  for (const index of node.getInputData().keys()) {
    if (signal?.aborted) return outputs
    try {
      const asked = await askedOf(node, index)
      const item: INodeExecutionData = { json: asked as unknown as IDataObject, pairedItem: { item: index } }
      if (asked.decision === 'none') waiting.push(item)
      else outputs[asked.decision === 'approved' ? APPROVED : REJECTED]!.push(item)
    } catch (error) {
      const failure = nodeError(node, error, index)
      if (!node.continueOnFail()) throw failure
      outputs[NO_ANSWER]!.push({ json: { error: failure.message }, error: failure, pairedItem: { item: index } })
    }
  }
  if (waiting.length === 0) return outputs
  const till = new Date(Date.now() + (node.getNodeParameter('wait', 0) as number) * UNIT_MS[node.getNodeParameter('unit', 0) as string]!)
  // what stands at the input goes on when the time is over, and is what the page shows until then
  node.getExecuteData().data = { main: [[...waiting, ...outputs.flat()]] }
  await node.putExecutionToWait(till)
  return [[...waiting, ...outputs.flat()]]
}

async function askedOf(node: IExecuteFunctions, index: number): Promise<Asked> {
  const name = textOf(node, 'order', index)
  return withStore(node, async ({ context, company, engine }) => aboutOf(await engine.orderNamed(context.store, company, name), engine), textOf(node, 'actor', index))
}

/** An order in few words. */
export function aboutOf(order: Order, engine: Open['engine']): Asked {
  const open = order.approvals.filter((step) => step.state === 'open')
  const { change } = order
  return {
    id: order.id, name: order.number ?? order.reference ?? order.id, buyer: order.buyer, payable: order.payable ?? order.lineExtension, currency: order.currency, lines: order.lines.length,
    why: [...(change ? [changeText(order, change, engine)] : []), ...(open.length > 0 ? open.map(({ role, why }) => `${role}: ${why}`) : order.holds)],
    ...(change ? { change: change.no } : {}),
    decision: change ? 'none' : isAccepted(order.status) ? 'approved' : ['rejected', 'cancelled'].includes(order.status) ? 'rejected' : 'none',
  }
}

const changeText = (order: Order, change: AskedChange, { differences, withChange }: Open['engine']): string =>
  `Change asked for by ${change.by}: ${differences(order, withChange(order, change)).map(({ line, field, before, after }) => `${line === undefined ? '' : `line ${line} `}${field} ${before ?? '–'} → ${after ?? '–'}`).join(', ')}. ${change.reason}`
