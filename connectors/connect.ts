import { Agent as HttpAgent, type ClientRequestArgs } from 'node:http'
import { Agent as HttpsAgent, type RequestOptions } from 'node:https'
import { type Duplex } from 'node:stream'
import { checkedLookup, checkHost } from './address'

/** What stands between a connected socket and the first byte written to it. */
export interface Gate {
  allowPrivate: boolean
  /** Called once connected, before anything is written; what it throws ends the request. */
  guard?: () => void
  /** Called right after the guard: from here on the request may reach the other side. */
  opened?: () => void
  /** Ends a connection that is still being made. */
  signal?: AbortSignal
}

type Done = (error: Error | null, socket: Duplex) => void

/**
 * An agent whose requests get their socket only when it is connected, its address allowed and the guard passed.
 * `keepAlive` is for reads: a write needs a fresh connection, or its guard would not be asked.
 */
export function gatedAgent(protocol: 'http:' | 'https:', gate: Gate, keepAlive: boolean): HttpAgent {
  return protocol === 'https:' ? new GatedHttps(gate, keepAlive) : new GatedHttp(gate, keepAlive)
}

class GatedHttp extends HttpAgent {
  constructor(private readonly gate: Gate, keepAlive: boolean) { super({ keepAlive }) }
  override createConnection(options: ClientRequestArgs, done: Done): undefined {
    pass(this.gate, 'connect', options.host, done, () => super.createConnection({ ...options, lookup: checkedLookup(this.gate.allowPrivate) }))
  }
}

class GatedHttps extends HttpsAgent {
  constructor(private readonly gate: Gate, keepAlive: boolean) { super({ keepAlive }) }
  override createConnection(options: RequestOptions, done: Done): undefined {
    pass(this.gate, 'secureConnect', options.host, done, () => super.createConnection({ ...options, lookup: checkedLookup(this.gate.allowPrivate) }))
  }
}

function pass(gate: Gate, connected: string, host: string | null | undefined, done: Done, connect: () => Duplex | null | undefined): void {
  // the agent reads the socket only where there is no error
  const fail = (error: Error): void => done(error, undefined as unknown as Duplex)
  let socket: Duplex | null | undefined
  try {
    checkHost(host ?? '', gate.allowPrivate)
    socket = connect()
  } catch (error) {
    return fail(asError(error))
  }
  if (!socket) return fail(new Error('no socket'))

  const opening = socket
  const stop = (error: Error): void => {
    settle()
    opening.on('error', () => undefined)
    opening.destroy()
    fail(error)
  }
  const onAbort = (): void => stop(new Error('aborted while connecting'))
  const onConnected = (): void => {
    settle()
    try {
      gate.guard?.()
    } catch (error) {
      opening.destroy()
      return fail(asError(error))
    }
    gate.opened?.()
    done(null, opening)
  }
  const settle = (): void => {
    opening.off('error', stop)
    opening.off(connected, onConnected)
    gate.signal?.removeEventListener('abort', onAbort)
  }
  opening.once('error', stop)
  opening.once(connected, onConnected)
  if (gate.signal?.aborted) onAbort()
  else gate.signal?.addEventListener('abort', onAbort, { once: true })
}

const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)))
