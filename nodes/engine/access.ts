import { existsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Access, contextOf } from '../../jobs/access'
import { type Context } from '../../sync/context'

interface Held { opened: ReturnType<typeof contextOf>; users: number; idle?: NodeJS.Timeout; file?: string; inode?: number }

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

/** The same for what goes on for long, such as a trigger: `release` it in the end. Throws where the store cannot be opened, or its file is gone. */
export async function openAccess(access: Access, idleMs = IDLE_MS): Promise<{ context: Context; release(): void }> {
  // who acts is no part of the connection
  const name = JSON.stringify({ ...access, actor: undefined })
  let entry = held.get(name)
  // a file that was removed or put back takes what is written to it nowhere, and says nothing: it is opened anew
  if (entry?.inode !== undefined && inodeOf(entry.file!) !== entry.inode) {
    forget(name, entry)
    entry = undefined
  }
  if (!entry) held.set(name, entry = begin(access))
  const using = entry
  clearTimeout(using.idle)
  using.users++
  let open = false
  try {
    const { context } = await using.opened
    using.inode ??= using.file === undefined ? undefined : inodeOf(using.file)
    open = true
    return { context: { ...context, actor: access.actor }, release: () => leave(name, using, idleMs) }
  } finally {
    // what could not be opened is tried afresh by the next one
    if (!open && held.get(name) === using) held.delete(name)
  }
}

function begin(access: Access): Held {
  const file = access.url.startsWith('sqlite:') ? access.url.slice('sqlite:'.length) : undefined
  return { opened: opened(access, file), users: 0, file }
}

async function opened(access: Access, file: string | undefined): ReturnType<typeof contextOf> {
  if (file !== undefined && !existsSync(file)) {
    const keys = access.keys ?? join(dirname(file), 'keys')
    if (existsSync(join(keys, 'seal.key'))) throw new Error(`The store's file ${file} is gone, and its keys are still there. Put the file back from a backup; to begin an empty store remove ${keys} too`)
  }
  return contextOf(access).catch((error: unknown) => { throw notOpened(file, error) })
}

/** What the disk or SQLite said, with what to do; everything else says it itself. */
function notOpened(file: string | undefined, error: unknown): unknown {
  const { message } = error as Error
  if (file === undefined || !/^(SQLITE_[A-Z]+|E[A-Z]+): /.test(message)) return error
  const advice = /^SQLITE_(NOTADB|CORRUPT)/.test(message) ? 'Check the File of the credential; where it is the right one, put the store back from a backup' : 'Check the File of the credential, and that the user whom n8n runs as may write there'
  // without the code: n8n would show its own words for it in place of these
  return new Error(`The store's file ${file} cannot be opened (${message.replace(/^[A-Z_]+: /, '')}). ${advice}`, { cause: error })
}

const inodeOf = (file: string): number | undefined => statSync(file, { throwIfNoEntry: false })?.ino

function leave(name: string, entry: Held, idleMs: number): void {
  if (--entry.users > 0) return
  if (held.get(name) !== entry) return close(entry)
  entry.idle = setTimeout(() => {
    if (held.get(name) === entry) held.delete(name)
    close(entry)
  }, idleMs).unref()
}

/** Nobody else begins to use it; who uses it goes on to the end. */
function forget(name: string, entry: Held): void {
  held.delete(name)
  clearTimeout(entry.idle)
  if (entry.users === 0) close(entry)
}

const close = (entry: Held): void => void entry.opened.then((opened) => opened.close(), () => undefined)
