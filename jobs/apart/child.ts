import { contextOf } from '../access'
import { type Answer, type Task } from '../apart'
import { work } from '../work'

/** The process behind `runApart`: takes one task, answers once, ends. */
process.once('message', (task) => {
  const stop = new AbortController()
  process.once('SIGTERM', () => stop.abort())
  // whoever asked has died: finish what is begun and go
  process.once('disconnect', () => stop.abort())
  void answered(task as Task, stop.signal).then((answer) => process.send?.(answer, () => process.exit()))
})

async function answered({ access, budgetMs }: Task, signal: AbortSignal): Promise<Answer> {
  try {
    const opened = await contextOf(access)
    try {
      return { worked: await work(opened.context, { budgetMs, signal }) }
    } finally {
      await opened.close()
    }
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) }
  }
}
