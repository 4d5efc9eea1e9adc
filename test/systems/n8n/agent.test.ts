import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { type AddressInfo } from 'node:net'
import { type Api, signedIn } from './api'
import { orderCsv } from './company'
import { N8n, outputOf, packed, type Workflow, wentWell } from './n8n'
import { actor, at, chained, named, ours } from './nodes'

/** Nodes that an agent may use; a trigger starts runs, and an approval waits for a person. */
const TOOLS = ['orderDocument', 'orderReconcile', 'orderReview', 'orderSync', 'order']

const n8n = new N8n()
let model: Model
let api: Api

beforeAll(async () => {
  model = await startModel()
  n8n.install(packed())
  await n8n.credentials(
    { id: 'orderStore', name: 'Order Store', type: 'orderStoreApi', data: { database: 'sqlite', file: 'store/orders.db', secretKey: 'a key of the tests', actor: 'system', environment: 'sample', company: '' } },
    { id: 'model', name: 'Model', type: 'openAiApi', data: { apiKey: 'any', url: model.url } })
  await n8n.workflows(first(), asking())
  const { url } = await n8n.start()
  api = await signedIn(url)
  wentWell(await api.until(await api.start('first'), 'success'))
}, 200_000)
afterAll(async () => {
  await n8n.close()
  model.server.close()
})

test('n8n makes a tool of each node that answers at once, and lists it among the tools', async () => {
  const listed = (await api.types()).filter(({ name }) => name.startsWith('n8n-nodes-order-to-cash.') && name.endsWith('Tool'))
  expect(listed.map(({ name }) => name.slice('n8n-nodes-order-to-cash.'.length)).sort()).toEqual(TOOLS.map((name) => `${name}Tool`))
  for (const { outputs, codex, properties } of listed) {
    expect(outputs).toEqual(['ai_tool'])
    expect(codex).toMatchObject({ subcategories: { AI: ['Tools'] } })
    expect(properties.map(({ name }) => name)).toContain('toolDescription')
  }
})

test('an agent calls them with what it fills in itself, and hears the order, why it waits, and what is refused', async () => {
  const run = await api.until(await api.start('asking'), 'success')
  // what the model was offered: a name, what it is for, and the field that it fills in
  expect(model.offered).toEqual([
    { name: 'Decide', description: 'Submit a command to an order in Order', fields: ['Number', 'Reason'] },
    { name: 'Get_an_Order', description: 'Gets an order', fields: ['Number'] },
    { name: 'Why_It_Waits', description: expect.stringContaining('Judge orders by the rules of the store') as string, fields: ['Number'] },
  ])
  const [got, why, refused] = model.heard
  expect(got).toMatchObject([{ order: { reference: 'AI-1', status: 'held' } }])
  // of a node with three outputs the agent hears every item
  expect(why).toMatchObject([{ reference: 'AI-1', status: 'held' }])
  expect(JSON.stringify(refused)).toContain('AI-1 was not changed. Nothing of AI-1 waits for an approval')
  expect(outputOf(run, 'Agent')).toMatchObject([{ output: 'It waits for the order desk.' }])
}, 120_000)

interface Model { server: Server; url: string; offered: { name: string; description: string; fields: string[] }[]; heard: unknown[] }

interface Asked { messages: { role: string; content: string }[]; tools: { function: { name: string; description: string; parameters: { properties: Record<string, object> } } }[] }

/** A language model of our own that speaks OpenAI's words: it calls one tool after the other, then says what it heard. */
async function startModel(): Promise<Model> {
  const started: Model = { server: createServer(), url: '', offered: [], heard: [] }
  const calls = [['Get_an_Order', { Number: 'AI-1' }], ['Why_It_Waits', { Number: 'AI-1' }], ['Decide', { Number: 'AI-1', Reason: 'the agent likes it' }]] as const
  const answer = ({ messages, tools }: Asked): object => {
    started.offered = tools.map(({ function: { name, description, parameters } }) => ({ name, description, fields: Object.keys(parameters.properties) })).sort((a, b) => (a.name < b.name ? -1 : 1))
    const heard = messages.filter(({ role }) => role === 'tool').map(({ content }) => content)
    started.heard = heard.map((text) => { try { return JSON.parse(text) as unknown } catch { return text } })
    const call = calls[heard.length]
    return call ? { role: 'assistant', content: null, tool_calls: [{ id: `call-${heard.length}`, type: 'function', function: { name: call[0], arguments: JSON.stringify(call[1]) } }] }
      : { role: 'assistant', content: 'It waits for the order desk.' }
  }
  started.server.on('request', (request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => { parts.push(part) }).on('end', () => {
      const message = answer(JSON.parse(Buffer.concat(parts).toString()) as Asked)
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ id: 'answer', object: 'chat.completion', created: 1, model: 'ours', choices: [{ index: 0, message, finish_reason: 'tool_calls' in message ? 'tool_calls' : 'stop' }], usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 } }))
    })
  })
  started.server.listen(0, '127.0.0.1')
  await once(started.server, 'listening')
  started.url = `http://127.0.0.1:${(started.server.address() as AddressInfo).port}/v1`
  return started
}

/** The sample company, and an order that waits since no system has said anything of its customer. */
function first(): Workflow {
  return chained('first', [
    at('Start', 'n8n-nodes-base.manualTrigger', {}),
    ours('Sample Company', 'orderSync', { operation: 'apply', source: 'sample' }),
    ours('Receive', 'order', { resource: 'order', operation: 'receive', from: 'text', text: orderCsv('AI-1') }, { executeOnce: true }),
  ])
}

/** n8n's agent with three of our nodes as its tools. */
function asking(): Workflow {
  const filled = (what: string) => `={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('${what}', '', 'string') }}`
  const tools = [
    ours('Get an Order', 'orderTool', { descriptionType: 'manual', toolDescription: 'Gets an order', resource: 'order', operation: 'get', order: named(filled('Number')) }),
    ours('Why It Waits', 'orderReviewTool', { operation: 'sort', order: named(filled('Number')) }),
    ours('Decide', 'orderTool', { resource: 'order', operation: 'submit', command: 'approve', order: named(filled('Number')), reason: filled('Reason'), actor: actor('system') }),
  ]
  const workflow = chained('asking', [
    at('Start', 'n8n-nodes-base.manualTrigger', {}),
    at('Agent', '@n8n/n8n-nodes-langchain.agent', { promptType: 'define', text: 'Why does order AI-1 wait?', options: {} }, { version: 3 }),
  ])
  const to = (type: string) => ({ [type]: [[{ node: 'Agent', type, index: 0 }]] })
  return {
    ...workflow,
    // as the editor makes new workflows; in the older order n8n asks the model before the tool has answered
    settings: { executionOrder: 'v1' },
    nodes: [...workflow.nodes, at('Model', '@n8n/n8n-nodes-langchain.lmChatOpenAi', { model: { __rl: true, mode: 'id', value: 'ours' }, options: {} }, { version: 1.2, credentials: { openAiApi: { id: 'model', name: 'Model' } } }), ...tools],
    connections: { ...workflow.connections, Model: to('ai_languageModel'), ...Object.fromEntries(tools.map(({ name }) => [name, to('ai_tool')])) },
  }
}
