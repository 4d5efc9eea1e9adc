import { type IDeferredPromise, type IRun, type ITriggerFunctions } from 'n8n-workflow'
import { type Delivery } from '../../store/deliveries'
import { eventItem } from './eventItem'
import { type Listening } from './subscription'

/** An execution that takes longer is started a second time. */
const LEASE_MS = 3_600_000
/** What failed comes again after so long, doubled each time. */
const FIRST_MS = 10_000
const LONGEST_MS = 3_600_000
/** Executions of one trigger side by side. */
const AT_ONCE = 20

/**
 * Looks for events every so often, starts an execution for each, and is done with an event only when its execution has ended well: what
 * failed, or was running when n8n died, comes again. Answers with what stops it.
 */
export function deliver(node: ITriggerFunctions, listening: Listening, { everyMs, retry }: { everyMs: number; retry: boolean }): () => void {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let silentSince: number | undefined
  const running = new Set<Promise<void>>()
  /** What the store was not there to hear: said before anything more is handed out. */
  const owed: (() => Promise<void>)[] = []

  const look = async (): Promise<void> => {
    try {
      while (owed.length > 0) {
        await owed[0]!()
        owed.shift()
      }
      const room = AT_ONCE - running.size
      const deliveries = room > 0 ? await listening.next(room, LEASE_MS) : []
      for (const delivery of deliveries) {
        const run = start(delivery).finally(() => { running.delete(run) })
        running.add(run)
      }
      if (silentSince !== undefined) node.logger.info(`Order Trigger: the store answers again after ${Math.round((Date.now() - silentSince) / 1000)} s`)
      silentSince = undefined
    } catch (error) {
      // a store that does not answer for a while, which is said once: a later look finds what is due
      if (silentSince === undefined) node.logger.warn(`Order Trigger: ${textOf(error)}. Events wait in the store; it is tried again every ${everyMs / 1000} s`)
      silentSince ??= Date.now()
    }
    if (!stopped) timer = setTimeout(() => void look(), everyMs)
  }

  const start = async (delivery: Delivery): Promise<void> => {
    const later = () => listening.again([delivery], Math.min(LONGEST_MS, FIRST_MS * 2 ** (delivery.attempt - 1)))
    let outcome: () => Promise<void>
    try {
      const done: IDeferredPromise<IRun> = node.helpers.createDeferredPromise<IRun>()
      node.emit([[await listening.about((open) => eventItem(open, delivery))]], undefined, done)
      const run = await done.promise
      outcome = retry && run.data.resultData.error ? later : () => listening.done([delivery])
    } catch (error) {
      node.logger.warn(`Order Trigger: ${delivery.stream}#${delivery.sequence} comes again: ${textOf(error)}`)
      outcome = later
    }
    await outcome().catch(() => { owed.push(outcome) })
  }

  void look()
  return () => {
    stopped = true
    clearTimeout(timer)
  }
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
