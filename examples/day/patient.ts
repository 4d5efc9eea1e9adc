import { follow, type Followed, nothing } from '../../sync/follow'
import { refresh } from '../../sync/refresh'
import { type Day } from './steps'

const PAUSE_MS = 400

/** All that the systems have to say: one that does not answer just now is asked again, as the schedule of a worker would. */
export async function followAll(day: Day): Promise<Followed> {
  const heard = nothing()
  await patiently(day, async (systems) => {
    const followed = await follow(day.context, systems === undefined ? {} : { systems })
    for (const count of ['changes', 'applied', 'parked', 'refused', 'foreign'] as const) heard[count] += followed[count]
    heard.unreachable = followed.unreachable
    return followed
  })
  return heard
}

/** Copies of what the systems own, complete: no order is to be judged without them. */
export async function refreshAll(day: Day): Promise<Awaited<ReturnType<typeof refresh>>> {
  return patiently(day, () => refresh(day.context))
}

/** Repeats for those that did not answer, until all did or it is no use any more: then the last answer stands. */
async function patiently<T extends { unreachable: Record<string, string> }>({ patienceMs, stop }: Day, ask: (systems?: string[]) => Promise<T>): Promise<T> {
  const end = Date.now() + patienceMs
  let answer = await ask()
  for (;;) {
    const silent = Object.keys(answer.unreachable)
    if (silent.length === 0 || stop.aborted || Date.now() > end) return answer
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    answer = await ask(silent)
  }
}
