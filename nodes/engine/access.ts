import { type Access, contextOf } from '../../jobs/access'
import { type Context } from '../../sync/context'

interface Held { opened: ReturnType<typeof contextOf>; users: number; idle?: NodeJS.Timeout }

/** How long a connection is kept after its last use. */
const IDLE_MS = 60_000

/** By all that the access says: one connection per content of a credential in this process. */
const held = new Map<string, Held>()

/** Does something in a store. Nodes run anew for each execution: the connection is kept for the next one, and closed when it is idle. */
export async function withAccess<T>(access: Access, work: (context: Context) => Promise<T>): Promise<T> {
  const opened = await openAccess(access)
  try {
    return await work(opened.context)
  } finally {
    opened.release()
  }
}

/** The same for what goes on for long, such as a trigger: `release` it in the end. */
export async function openAccess(access: Access, idleMs = IDLE_MS): Promise<{ context: Context; release(): void }> {
  // who acts is no part of the connection
  const name = JSON.stringify({ ...access, actor: undefined })
  let entry = held.get(name)
  if (!entry) held.set(name, entry = { opened: contextOf(access), users: 0 })
  const using = entry
  clearTimeout(using.idle)
  using.users++
  let open = false
  try {
    const { context } = await using.opened
    open = true
    return { context: { ...context, actor: access.actor }, release: () => leave(name, using, idleMs) }
  } finally {
    // what could not be opened is tried afresh by the next one
    if (!open && held.get(name) === using) held.delete(name)
  }
}

function leave(name: string, entry: Held, idleMs: number): void {
  if (--entry.users > 0) return
  entry.idle = setTimeout(() => {
    held.delete(name)
    void entry.opened.then((opened) => opened.close())
  }, idleMs).unref()
}
