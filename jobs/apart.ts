import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { type Access } from './access'
import { type Worked } from './work'

/** What the child is told and what it answers. */
export interface Task { access: Access; budgetMs: number }
export type Answer = { worked: Worked } | { error: string }

/** So long after the end of its time a child may still finish what it has begun. */
const GRACE_MS = 30_000

export interface Apart {
  signal?: AbortSignal
  /** (Default: the child of this package) */
  script?: string
}

/**
 * Does what is due in a process of its own, so that this one's event loop stays free; see {@link work}. The access goes through a pipe
 * between the two, where no list of processes shows it. Throws what the child says went wrong, and where it ends without an answer.
 */
export async function runApart(task: Task, { signal, script = join(__dirname, '../jobs/apart/child.js') }: Apart = {}): Promise<Worked> {
  signal?.throwIfAborted()
  const child = fork(script, [], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: [] })
  let said = ''
  child.stderr!.setEncoding('utf8').on('data', (text: string) => { said = (said + text).slice(-2000) })
  const ended = once(child, 'exit') as Promise<[code: number | null, signal: string | null]>
  const stop = (): void => { child.kill('SIGTERM') }
  const late = setTimeout(() => child.kill('SIGKILL'), task.budgetMs + GRACE_MS)
  signal?.addEventListener('abort', stop)
  let answer: Answer | undefined
  child.on('message', (message) => { answer = message as Answer })
  try {
    child.send(task)
    const [code, by] = await ended
    if (!answer) throw new Error(`The process that does the work ended ${by ? `by ${by}` : `with ${code}`} and said nothing. Nothing is lost: the next run goes on with it.${said ? ` Its last words: ${said}` : ''}`)
    if ('error' in answer) throw new Error(answer.error)
    return answer.worked
  } finally {
    clearTimeout(late)
    signal?.removeEventListener('abort', stop)
  }
}
