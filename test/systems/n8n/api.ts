import { parse } from 'flatted'
import { type IRun } from 'n8n-workflow'

/** Who the owner of a fresh n8n is, also for signing in by hand. */
export const OWNER = { email: 'owner@example.org', password: 'Password-of-the-tests-1', firstName: 'Olga', lastName: 'Owner' }

/** n8n's REST API, as its editor uses it. */
export interface Api {
  get<T>(path: string): Promise<T>
  post<T>(path: string, body: object): Promise<T>
  /** Runs a workflow from its node Start; answers the execution's id. */
  start(workflow: string): Promise<string>
  /** The run of an execution once it is waiting, or has ended. */
  until(execution: string, status: 'waiting' | 'success'): Promise<IRun>
  /** Switches a workflow on. */
  activate(workflow: string): Promise<void>
}

/** Makes the owner of a fresh n8n, or signs him in, and answers with what he may do. */
export async function signedIn(url: string): Promise<Api> {
  let cookie = ''
  const call = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const response = await fetch(`${url}/rest${path}`, { method, headers: { 'content-type': 'application/json', cookie }, body: body && JSON.stringify(body) })
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
  return {
    get: (path) => call('GET', path),
    post: (path, body) => call('POST', path, body),
    async start(workflow) {
      const workflowData = await call<{ nodes: object[] }>('GET', `/workflows/${workflow}`)
      return (await call<{ executionId: string }>('POST', `/workflows/${workflow}/run`, { workflowData, triggerToStartFrom: { name: 'Start' } })).executionId
    },
    async until(execution, status) {
      for (let tries = 0; ; tries++) {
        const { data, ...rest } = await call<IRun & { data: unknown }>('GET', `/executions/${execution}`)
        if (rest.status === status || ['error', 'crashed', 'canceled'].includes(rest.status)) return { ...rest, data: (typeof data === 'string' ? parse(data) : data) as IRun['data'] }
        if (tries > 600) throw new Error(`execution ${execution} is ${rest.status}, not ${status}`)
        await new Promise((resolve) => setTimeout(resolve, 200))
      }
    },
    async activate(workflow) {
      const { versionId } = await call<{ versionId: string }>('GET', `/workflows/${workflow}`)
      await call('POST', `/workflows/${workflow}/activate`, { versionId })
    },
  }
}
