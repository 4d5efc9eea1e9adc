import { type IDataObject, type INodeExecutionData, type IWebhookFunctions, type IWebhookResponseData } from 'n8n-workflow'
import { type Command } from '../../orders/command'
import { type Order } from '../../orders/order'
import { type Open, withStore } from '../withStore'
import { aboutOf } from './ask'
import { APPROVED, type Asked, OUTPUTS, REJECTED } from './outputs'
import { pageOf, sentPage } from './page'

/** One order's decision as the page sends it. */
interface Decided { asked: Asked; decision: 'approve' | 'reject'; reason: string }

/** GET shows what is asked; POST decides, and the execution goes on once every order is decided. What the rules refuse is shown, and it waits on. */
export async function answer(node: IWebhookFunctions): Promise<IWebhookResponseData> {
  const asked = node.evaluateExpression('{{ $input.all() }}', 0) as unknown as INodeExecutionData[]
  const waiting = asked.map(({ json }) => json as unknown as Asked).filter((one) => one.decision === 'none' && one.id !== undefined)
  if ((node.getRequestObject() as { method: string }).method !== 'POST') return page(node, pageOf(waiting))
  const decided = decisionsOf(node.getBodyData(), waiting)
  const missing = decided.filter(({ reason }) => reason === '').map(({ asked: { name } }) => name)
  if (decided.length < waiting.length || missing.length > 0) return page(node, pageOf(waiting, ['Decide on every order, and say why.']))
  try {
    return await withStore(node, async (open) => {
      const outcomes: INodeExecutionData[] = []
      const refused: string[] = []
      const before: string[] = []
      for (const one of decided) {
        const { item, problem, decidedBy } = await carriedOut(node, open, one)
        if (decidedBy !== undefined) before.push(`${one.asked.name} was decided already${decidedBy === '' ? '' : `, by ${decidedBy}`}.`)
        if (problem === undefined) outcomes.push(item)
        else refused.push(`${one.asked.name}: ${problem}`)
      }
      if (refused.length > 0) return page(node, pageOf(waiting, refused))
      const others = asked.filter(({ json }) => json.decision !== 'none')
      const all = [...outcomes, ...others].map((item, no) => ({ ...item, pairedItem: { item: no } }))
      const on = (decision: string): INodeExecutionData[] => all.filter(({ json }) => json.decision === decision)
      const workflowData = OUTPUTS.map((_, output) => (output === APPROVED ? on('approved') : output === REJECTED ? on('rejected') : all.filter(({ json }) => json.error !== undefined)))
      return { ...page(node, sentPage(before)), workflowData }
    }, node.getNodeParameter('actor', '', { extractValue: true }) as string)
  } catch (error) {
    // the execution waits on, and whoever decides sees why
    return page(node, pageOf(waiting, [error instanceof Error ? error.message : String(error)]))
  }
}

function decisionsOf(body: IDataObject, waiting: readonly Asked[]): Decided[] {
  return waiting.flatMap((asked): Decided[] => {
    const decision = body[`decision-${asked.id}`]
    const reason = body[`reason-${asked.id}`]
    return decision === 'approve' || decision === 'reject' ? [{ asked, decision, reason: typeof reason === 'string' ? reason.trim() : '' }] : []
  })
}

/** Every step of the actor's roles that is open; what still waits for another role is told, and has no decision. A page that is sent twice finds it done. */
async function carriedOut(node: IWebhookFunctions, { context, company, engine }: Open, { asked, decision, reason }: Decided): Promise<{ item: INodeExecutionData; problem?: string; decidedBy?: string }> {
  const before = await engine.orders.get(context.store, company, asked.id)
  if (!before) return { item: { json: {} }, problem: 'This order is not there any more.' }
  const command: Command = decision === 'reject' ? { type: 'reject', reason } : before.status === 'held' ? { type: 'confirm', reason } : { type: 'approve', reason }
  const already = decidedAlready(before, asked, engine)
  const done = already === (decision === 'approve' ? 'approved' : 'rejected')
  if (asked.change !== undefined && already !== 'none' && !done) return { item: { json: {} }, problem: `The change was ${already} meanwhile.` }
  const outcome = done ? { outcome: 'accepted' as const, order: before } : await engine.submit(context, {
    subject: { company, order: asked.id }, command, circumstance: { cause: `n8n/${node.getWorkflow().id}/${node.getNode().id}`, correlation: engine.uuidv7() },
  })
  if (outcome.outcome === 'refused') return { item: { json: {} }, problem: outcome.findings.map(({ text }) => text).join(' ') }
  const { order } = outcome
  const json = { ...aboutOf(order, engine), decision: decision === 'approve' ? 'approved' : 'rejected', reason, by: context.actor, status: order.status, order }
  return { item: { json: json as object as IDataObject }, ...(done ? { decidedBy: before.approvals.findLast((step) => step.decidedBy)?.decidedBy ?? '' } : {}) }
}

/** What became of what was asked, meanwhile: a change that is not there any more was made where its approvals stand. One that was asked for since is another question. */
function decidedAlready(order: Order, { change }: Asked, engine: Open['engine']): Asked['decision'] {
  if (change === undefined) return aboutOf({ ...order, change: undefined }, engine).decision
  return order.change?.no === change ? 'none' : order.approvals.some((step) => step.change === change && step.state === 'approved') ? 'approved' : 'rejected'
}

function page(node: IWebhookFunctions, html: string): IWebhookResponseData {
  const response = node.getResponseObject() as { setHeader(name: string, value: string): void; send(body: string): void }
  response.setHeader('content-type', 'text/html; charset=utf-8')
  response.setHeader('cache-control', 'no-store')
  response.send(html)
  return { noWebhookResponse: true }
}
