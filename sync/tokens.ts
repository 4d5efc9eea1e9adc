import { Fault } from '../connectors/fault'
import { type Grant, type Renewed, type Tokens } from '../connectors/oauth'
import { type Store, type Tx } from '../store/store'
import * as kept from '../store/tokens'
import { type Context, machineOf } from './context'
import { uuidv7 } from './ids'

/** What this process knows of a system's tokens. */
interface Known { token?: kept.Kept; renewing?: Promise<Got> }
/** A token, and whether it was given out to us just now. */
interface Got { token: kept.Kept; fresh: boolean }
const known = new WeakMap<Store, Map<string, Known>>()

/** How often is looked whether another process has renewed them, in ms. */
const LOOK_MS = 50
/** A token is renewed so long before it runs out, in ms, or so large a part of its time. */
const EARLY = { ms: 60_000, share: 0.1 }

export interface TokensOptions extends kept.TokensOf {
  /** How long asking may take, in ms: whoever renews and does not come back is waited for no longer. */
  limitMs: number
  /** The refresh token that the secret has, for the first time. */
  first: () => string | undefined
  ask: (refresh: string | undefined) => Promise<Grant>
}

/**
 * The tokens of a system, renewed by one process for all of a store: under a lock that lasts no longer than asking may take. Many systems end the token before
 * with each that they give out, and take a refresh token once only, so that two who renew at once lock each other out.
 */
export function tokensOf(context: Pick<Context, 'store' | 'machine'>, options: TokensOptions): Tokens {
  const { nowMs } = machineOf(context)
  const mine = mineOf(context.store, JSON.stringify([options.company, options.system, options.secret]))
  const lasts = (token: kept.Kept | undefined): token is kept.Kept => token !== undefined && (token.expiresMs === undefined || token.expiresMs > nowMs())
  const renew = async (stale: string | undefined): Promise<Renewed> => {
    // whoever waits for one that another began may get the very one that ran out
    for (let tries = 0; tries < 3; tries++) {
      mine.renewing ??= renewed(context, options, stale).then((got) => { mine.token = got.token; return got }).finally(() => { mine.renewing = undefined })
      const { token: { access }, fresh } = await mine.renewing
      if (access !== stale) return { access, fresh }
    }
    throw new Fault('again', `${options.system} gives out a token that it does not take.`, { uncalled: true })
  }
  return {
    current: async () => (lasts(mine.token) ? mine.token.access : (await renew(undefined)).access),
    renewed: async (stale) => (lasts(mine.token) && mine.token.access !== stale ? { access: mine.token.access, fresh: false } : renew(stale)),
  }
}

/** Tokens that are given out to a secret which is only tried: nobody else has them, and those that are kept stay. */
export class TriedTokens {
  private tried: { options: TokensOptions; token: kept.Kept } | undefined
  private asking: Promise<Renewed> | undefined

  constructor(private readonly machine: Context['machine']) {}

  of(options: TokensOptions): Tokens {
    // two calls at once ask once, as a refresh token may count once
    const asked = (): Promise<Renewed> => (this.asking ??= askedFor(this.machine, options, this.tried?.token.refresh ?? options.first())
      .then((token) => { this.tried = { options, token }; return { access: token.access, fresh: true } })
      .finally(() => { this.asking = undefined }))
    return {
      current: async () => this.tried?.token.access ?? (await asked()).access,
      renewed: async (stale) => (this.tried && this.tried.token.access !== stale ? { access: this.tried.token.access, fresh: false } : asked()),
    }
  }

  /** The secret is kept from now on, and what it was given with it: its refresh token may have been taken for the only time. */
  async keep(tx: Tx): Promise<void> {
    if (this.tried) await kept.begin(tx, this.tried.options, this.tried.token)
  }
}

function mineOf(store: Store, key: string): Known {
  const all = known.get(store) ?? new Map<string, Known>()
  known.set(store, all)
  const mine = all.get(key) ?? {}
  all.set(key, mine)
  return mine
}

/** Another token than the stale one: that which somebody else was given meanwhile, or a new one. */
async function renewed(context: Pick<Context, 'store' | 'machine'>, options: TokensOptions, stale: string | undefined): Promise<Got> {
  const { store } = context
  const { nowMs, sleep } = machineOf(context)
  const owner = uuidv7()
  const until = nowMs() + 2 * options.limitMs
  while (nowMs() < until) {
    const { kept: token, generation } = await kept.get(store, options)
    if (token && token.access !== stale && (token.expiresMs === undefined || token.expiresMs > nowMs())) return { token, fresh: false }
    if (await store.write((tx) => kept.lock(tx, options, { owner, generation, nowMs: nowMs(), untilMs: nowMs() + options.limitMs }))) {
      const given = await givenOut(context, options, owner, token?.refresh ?? options.first())
      if (given) return { token: given, fresh: true }
    }
    await sleep(LOOK_MS)
  }
  throw new Fault('again', `${options.system}: its token was not renewed in time.`, { uncalled: true })
}

/** Asks, as the one who may; undefined where it took so long that another has asked since. */
async function givenOut({ store, machine }: Pick<Context, 'store' | 'machine'>, options: TokensOptions, owner: string, refresh: string | undefined): Promise<kept.Kept | undefined> {
  let token: kept.Kept
  try {
    token = await askedFor(machine, options, refresh)
  } catch (error) {
    await store.write((tx) => kept.letGo(tx, options, owner))
    throw error
  }
  return await store.write((tx) => kept.keep(tx, options, owner, token)) ? token : undefined
}

async function askedFor(machine: Context['machine'], { ask }: TokensOptions, refresh: string | undefined): Promise<kept.Kept> {
  const askedMs = machineOf({ machine }).nowMs()
  const { access, refresh: next, expiresInMs } = await ask(refresh)
  return { access, ...(refresh === undefined ? {} : { refresh: next ?? refresh }), ...(expiresInMs === undefined ? {} : { expiresMs: Math.floor(askedMs + expiresInMs - Math.min(EARLY.ms, expiresInMs * EARLY.share)) }) }
}
