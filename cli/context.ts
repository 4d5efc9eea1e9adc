import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { connectorOf } from '../connectors/registry'
import * as actors from '../store/actors'
import * as config from '../store/config'
import { NoStore, openStore } from '../store/open'
import { type Store } from '../store/store'
import { type Context } from '../sync/context'
import { jsonLog, type Level } from '../sync/log'
import { businessClock } from '../sync/clock'
import { Failure } from './failure'
import { type Globals } from './program'
import { type Exit, type Terminal } from './terminal'
import { openTracing } from './tracing'

/** The actor of what nobody does by hand: receiving, sending, following, the jobs. */
const SYSTEM = 'system'
const LEVELS: readonly Level[] = ['debug', 'info', 'warn', 'error']

/** Opens the store for a command, and closes it whatever happens. Only with `create` is a new one made where there is none. Who acts is `--as`, else ORDER_TO_CASH_ACTOR, else the system itself. */
export const withContext = (terminal: Terminal, options: Globals, work: (context: Context) => Promise<Exit>, create = false): Promise<Exit> => withOpen(terminal, options, work, create)

/** The same for whatever else is wanted of a store. */
export async function withOpen<T>(terminal: Terminal, options: Globals, work: (context: Context) => Promise<T>, create = false): Promise<T> {
  const store = await storeOf(terminal, options, create)
  const tracing = await openTracing(terminal.env)
  try {
    return await work({
      store, clock: await businessClock(store), log: jsonLog(levelOf(terminal), (line) => terminal.err(line)), actor: actorOf(terminal, options) ?? SYSTEM,
      owner: `${hostname()}/${process.pid}/${randomBytes(4).toString('hex')}`, connect: connectorOf, trace: tracing?.trace,
    })
  } finally {
    await tracing?.close()
    await store.close()
  }
}

/** A name that was mistyped must not make an empty store in which nothing is found. */
async function storeOf(terminal: Terminal, options: Globals, create: boolean): Promise<Store> {
  const url = options.store ?? terminal.env.ORDER_TO_CASH_STORE ?? 'sqlite:./data/order-to-cash.db'
  try {
    return await openStore(url, { keys: terminal.env.ORDER_TO_CASH_KEYS, environment: terminal.env.ORDER_TO_CASH_ENVIRONMENT, create })
  } catch (error) {
    if (!(error instanceof NoStore)) throw error
    throw new Failure(`${error.message.replace(/^t/, 'T')}. Name yours with --store or ORDER_TO_CASH_STORE, or make a new one: order-to-cash apply DIR --as ACTOR (examples/company is one).`)
  }
}

/** The same for what a person decides: somebody must be named, and be known. */
export async function withActor(terminal: Terminal, options: Globals, work: (context: Context) => Promise<Exit>): Promise<Exit> {
  const actor = actorOf(terminal, options)
  if (!actor) throw new Failure('This changes something, so say who you are: --as ACTOR, or ORDER_TO_CASH_ACTOR in the environment.')
  return withContext(terminal, options, async (context) => {
    if (!(await actors.get(context.store, actor))) throw new Failure(`There is no actor ${actor} in this store. Actors come with the configuration (order-to-cash apply DIR).`)
    return work(context)
  })
}

/** The company that is meant: `--company`, else the only one there is. */
export async function companyOf(context: Context, options: Globals): Promise<string> {
  const codes = (await config.listCompanies(context.store)).map((company) => company.code)
  if (options.company !== undefined) {
    if (!codes.includes(options.company)) throw new Failure(`There is no company ${options.company}; there ${codes.length ? `are ${codes.join(', ')}` : 'is none yet: order-to-cash apply DIR'}.`)
    return options.company
  }
  if (codes.length === 1) return codes[0]!
  throw new Failure(codes.length ? `There are several companies; say which: --company ${codes.join('|')}.` : 'This store has no company yet. Apply a configuration first: order-to-cash apply DIR (examples/company is one).')
}

export const actorOf = (terminal: Terminal, options: Globals): string | undefined => options.as ?? terminal.env.ORDER_TO_CASH_ACTOR

function levelOf(terminal: Terminal): Level {
  const asked = terminal.env.ORDER_TO_CASH_LOG ?? 'warn'
  const level = LEVELS.find((l) => l === asked)
  if (!level) throw new Failure(`ORDER_TO_CASH_LOG is one of ${LEVELS.join(', ')}, not ${asked}.`)
  return level
}
