import { acknowledgementsJob } from './acknowledgements'
import { dispatchJob } from './dispatch'
import { followJob } from './follow'
import { type Done, type Job, type Task } from './job'
import { proofJob } from './proof'
import { reconcileJob } from './reconcile'
import { refreshJob } from './refresh'

/** The night, in its order: hear all news and send all that is due before comparing; what was found goes into the proof. */
const STEPS: readonly (readonly [string, Job])[] = [
  ['refresh', refreshJob],
  ['follow', followJob],
  ['dispatch', dispatchJob],
  ['acknowledgements', acknowledgementsJob],
  ['reconcile', reconcileJob],
  ['proof', proofJob],
]

export const nightlyJob: Job = async (context, task): Promise<Done> => {
  const night: Done = { counts: {}, problems: false }
  let compared: Task['compared']
  for (const [name, job] of STEPS) {
    task.signal.throwIfAborted()
    const done = await job(context, { ...task, compared })
    compared ??= done.compared
    for (const [count, value] of Object.entries(done.counts)) night.counts[`${name} ${count}`] = value
    night.problems ||= done.problems
    night.proof = done.proof ?? night.proof
  }
  return night
}
