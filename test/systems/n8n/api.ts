import { parse } from 'flatted'
import { type INodeTypeDescription, type IRun } from 'n8n-workflow'

/** Who the owner of a fresh n8n is, also for signing in by hand. */
export const OWNER = { email: 'owner@example.org', password: 'Password-of-the-tests-1', firstName: 'Olga', lastName: 'Owner' }

const ENDED = ['success', 'error', 'crashed', 'canceled']

/** n8n's REST API, as its editor uses it. */
export interface Api {
  get<T>(path: string): Promise<T>
  post<T>(path: string, body: object): Promise<T>
  /** Every type of node that the editor is told of. */
  types(): Promise<INodeTypeDescription[]>
  /** Runs a workflow from one of its triggers, by default Start; answers the execution's id. */
  start(workflow: string, trigger?: string): Promise<string>
  /** The run of an execution once it is waiting, or has ended. */
  until(execution: string, status: 'waiting' | 'success'): Promise<IRun>
  /** Its executions, the oldest first. */
  executions(workflow: string): Promise<{ id: string; status: string }[]>
  /** Its runs that have ended, the oldest first, once there are so many. */
  runs(workflow: string, atLeast: number): Promise<IRun[]>
  /** Switches a workflow on. */
  activate(workflow: string): Promise<void>
  deactivate(workflow: string): Promise<void>
}

/** An n8n whose loop is busy for long (Compare Datasets) lets go of what is only read, or says that its database is not ready: it is asked again. */
async function patiently(ask: () => Promise<Response>): Promise<Response> {
  for (let tries = 0; ; tries++) {
    const response = await ask().catch((error: unknown) => { if (tries > 50) throw error })
    if (response && (response.status !== 503 || tries > 50)) return response
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

/** Makes the owner of a fresh n8n, or signs him in, and answers with what he may do. */
export async function signedIn(url: string): Promise<Api> {
  let cookie = ''
  const call = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const ask = () => fetch(`${url}/rest${path}`, { method, headers: { 'content-type': 'application/json', cookie }, body: body && JSON.stringify(body) })
    const response = method === 'GET' ? await patiently(ask) : await ask()
    cookie = response.headers.getSetCookie().map((one) => one.split(';')[0]!).join('; ') || cookie
    const said = await response.text()
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${said.slice(0, 500)}`)
    return (JSON.parse(said) as { data: T }).data
  }
  // the address answers before all of it is ready
  for (let tries = 0; ; tries++) {
    const ready = await fetch(`${url}/healthz/readiness`).catch(() => undefined)
    if (ready?.ok) break
    if (tries > 200) throw new Error(`${url} is not ready`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  await call('POST', '/owner/setup', OWNER).catch(() => call('POST', '/login', { emailOrLdapLoginId: OWNER.email, password: OWNER.password }))
  const api: Api = {
    get: (path) => call('GET', path),
    post: (path, body) => call('POST', path, body),
    types: async () => (await fetch(`${url}/types/nodes.json`, { headers: { cookie } })).json() as Promise<INodeTypeDescription[]>,
    async start(workflow, trigger = 'Start') {
      const workflowData = await call<{ nodes: object[] }>('GET', `/workflows/${workflow}`)
      return (await call<{ executionId: string }>('POST', `/workflows/${workflow}/run`, { workflowData, triggerToStartFrom: { name: trigger } })).executionId
    },
    async until(execution, status) {
      for (let tries = 0; ; tries++) {
        // without its data, which is large
        const { results } = await call<{ results: { id: string; status: string }[] }>('GET', '/executions?limit=100')
        const now = results.find(({ id }) => id === execution)?.status
        if (now === status || ENDED.includes(now ?? '')) break
        if (tries > 600) throw new Error(`execution ${execution} is ${now}, not ${status}`)
        await new Promise((resolve) => setTimeout(resolve, 200))
      }
      const { data, ...rest } = await call<IRun & { data: unknown }>('GET', `/executions/${execution}`)
      return { ...rest, data: (typeof data === 'string' ? parse(data) : data) as IRun['data'] }
    },
    async executions(workflow) {
      const { results } = await call<{ results: { id: string; status: string }[] }>('GET', `/executions?limit=100&filter=${encodeURIComponent(JSON.stringify({ workflowId: workflow }))}`)
      return results.sort((a, b) => Number(a.id) - Number(b.id))
    },
    async runs(workflow, atLeast) {
      for (let tries = 0; ; tries++) {
        const ended = (await api.executions(workflow)).filter(({ status }) => ENDED.includes(status))
        if (ended.length >= atLeast) return Promise.all(ended.map(({ id }) => api.until(id, 'success')))
        if (tries > 600) throw new Error(`${workflow} has run ${ended.length} times, not ${atLeast}`)
        await new Promise((resolve) => setTimeout(resolve, 200))
      }
    },
    async activate(workflow) {
      const { versionId } = await call<{ versionId: string }>('GET', `/workflows/${workflow}`)
      await call('POST', `/workflows/${workflow}/activate`, { versionId })
    },
    async deactivate(workflow) {
      await call('POST', `/workflows/${workflow}/deactivate`, {})
    },
  }
  return api
}
