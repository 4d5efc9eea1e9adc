import { Redis, type RedisOptions } from 'ioredis'
import { type Log } from '../../sync/log'

/** How long a Redis may take to answer before it is said to be away, in ms. */
const ANSWER_MS = 2000
/** The longest pause before a connection is tried again, in ms. */
const AGAIN_MS = 1000

/** Where a Redis is, without what opens it. Throws where it is no address of one. */
export function placeOf(url: string): string {
  const { protocol = '', hostname = '', port = '', pathname = '' } = URL.parse(url) ?? {}
  if (!/^rediss?:$/.test(protocol) || hostname === '') throw new Error('REDIS_URL must be redis://user:password@host:6379/0, or rediss:// for TLS')
  return `${hostname}:${port || 6379}/${pathname.slice(1) || 0}`
}

/** The connections to one Redis: one that fails at once where it is away, and one for what waits until it is back. */
export class Link {
  readonly place: string
  /** For what must not wait. */
  readonly now: Redis
  /** For queues and those who work on them. */
  readonly patient: Redis
  private reason = 'it does not answer'

  constructor(url: string, log: Log) {
    this.place = placeOf(url)
    const again = (times: number): number => Math.min(AGAIN_MS, times * 100)
    const opened = (options: RedisOptions): Redis => new Redis(url, { retryStrategy: again, connectTimeout: ANSWER_MS, disconnectTimeout: 200, ...options })
      // without a listener it writes to the terminal
      .on('error', (error: Error) => {
        this.reason = error.message || this.reason
        log('debug', 'redis', { redis: this.place, text: error.message })
      })
    this.now = opened({ maxRetriesPerRequest: 0, enableOfflineQueue: false, commandTimeout: ANSWER_MS })
    this.patient = opened({ maxRetriesPerRequest: null })
  }

  /** Undefined where it answers, else why not. */
  async away(): Promise<string | undefined> {
    try {
      await this.now.ping()
      return undefined
    } catch (error) {
      return this.now.status === 'ready' && error instanceof Error ? error.message : this.reason
    }
  }

  close(): void {
    this.now.disconnect()
    this.patient.disconnect()
  }
}
