import { type Job, Queue, Worker } from 'bullmq'
import { type Log } from '../../sync/log'
import { type Rate } from '../../sync/pace'
import { type Ended } from '../../sync/settle'
import { type Link } from './link'

/** All that a job says: this message is due. What is to be sent, and whether it still is, the store knows. */
interface Due { message: string }

/** How long a job is its worker's without a sign of it, and how often is looked for such, in ms. */
const LOCK_MS = 15_000
const STALLED_EVERY_MS = 10_000
/** A job may be taken back from so many workers that died; the store counts the attempts. */
const STALLED_TIMES = 1000
/** With so many waiting a queue is full enough. */
const ENOUGH = 500

export interface QueueOptions {
  name: string
  prefix: string
  concurrency: number
  rate?: Rate
  /** Carries a message out; undefined where there was nothing to do. */
  work: (message: string) => Promise<Ended | undefined>
  /** Called when the queue has run empty. */
  drained: () => void
}

/** The queue of one system, and this process's worker on it. */
export class SystemQueue {
  private readonly queue: Queue<Due>
  private readonly worker: Worker<Due>

  constructor(link: Link, private readonly log: Log, private readonly options: QueueOptions) {
    const { name, prefix, concurrency, rate } = options
    this.queue = new Queue<Due>(name, { connection: link.now, prefix, defaultJobOptions: { removeOnComplete: true, removeOnFail: true }, skipVersionCheck: true })
    this.worker = new Worker<Due>(name, (job) => this.carryOut(job), {
      connection: link.patient, prefix, concurrency, lockDuration: LOCK_MS, stalledInterval: STALLED_EVERY_MS, maxStalledCount: STALLED_TIMES, skipVersionCheck: true,
      ...(rate ? { limiter: { max: rate.calls, duration: rate.perMs } } : {}),
    })
    const note = (event: string) => (error: unknown): void => { this.log('debug', 'redis', { queue: name, event, text: error instanceof Error ? error.message : String(error) }) }
    this.queue.on('error', note('queue'))
    this.worker.on('error', note('worker'))
    this.worker.on('failed', (_job, error) => { note('job')(error) })
    this.worker.on('stalled', (id) => { this.log('info', 'job-stalled', { queue: name, job: id }) })
    this.worker.on('drained', options.drained)
  }

  /** May its worker stay as it is with these options? Concurrency can be changed while it works. */
  adopts({ concurrency, rate }: Pick<QueueOptions, 'concurrency' | 'rate'>): boolean {
    if (rate?.calls !== this.options.rate?.calls || rate?.perMs !== this.options.rate?.perMs) return false
    this.worker.concurrency = concurrency
    return true
  }

  async isFull(): Promise<boolean> {
    return await this.queue.getWaitingCount() >= ENOUGH
  }

  /** Says of messages that they are due; what is said already is not said twice. */
  async add(due: readonly { id: string; attempt: number; delayMs?: number }[]): Promise<void> {
    await this.queue.addBulk(due.map(({ id, attempt, delayMs }) => ({ name: 'send', data: { message: id }, opts: { jobId: `${id}-${attempt}`, ...(delayMs === undefined ? {} : { delay: delayMs }) } })))
  }

  /** No job is taken any more; waits for those that are under way, and with `hard` for none. */
  async close(hard: boolean): Promise<void> {
    await this.worker.close(hard).catch(() => undefined)
    if (hard) await this.queue.close().catch(() => undefined)
  }

  private async carryOut({ data }: Job<Due>): Promise<void> {
    const ended = await this.options.work(data.message)
    if (!ended || (ended.attempt.state !== 'waiting' && ended.attempt.state !== 'unknown')) return
    const { id, attempt } = ended.message
    // where it is not heard, the sweep finds the message when it is due
    await this.add([{ id, attempt, delayMs: Math.max(0, ended.attempt.notBeforeMs - Date.now()) }]).catch(() => undefined)
  }
}
