import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { access, lstat, mkdir, open, readFile, rename, unlink } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { type Call, type Connector, type Outgoing, type Remote, type SystemConfig } from '../connector'
import { Fault } from '../fault'

/** A document that is to be put out: what it is called, and its bytes. */
const documentSchema = z.object({
  /** Folder of the partner below the out-box, and the file's name in it. */
  partner: z.string().min(1), fileName: z.string().min(1),
  bytes: z.instanceof(Buffer),
})

/** What is noted of each document before it is shown: that it was put out is known also when it was fetched and is gone. */
const noteSchema = z.object({ ourId: z.string(), path: z.string(), sha256: z.string(), at: z.string() })
type Note = z.infer<typeof noteSchema>

const TIMEOUT_MS = 10_000
const SETTLE_MS = 1000
const STAGED = '.part'
const NOTES = '.sent'

/**
 * Puts documents into a folder (`url: file:///…`), a folder a partner, where his program or a transfer fetches them. A document is written under
 * another name, noted, and shown by one rename: nobody sees half of it, and a kill at any moment leaves it shown once, also where it is fetched at once.
 */
export function putFolder(config: SystemConfig): Connector {
  const root = rootOf(config)
  const find = async (ourId: string): Promise<Remote | undefined> => {
    const note = await readNote(root, ourId)
    return note && !(await exists(stagedPath(root, ourId))) ? remoteOf(note) : undefined
  }
  return {
    name: config.name, repeat: 'find', settle: config.settle ?? SETTLE_MS, timeout: config.timeout ?? TIMEOUT_MS, follows: [],
    check: () => faulty(config, async () => {
      await access(root, constants.W_OK).catch((error: unknown) => {
        throw new Fault('refused', `${config.name}: documents cannot be put into ${root} (${codeOf(error)}): make the folder, and let this user write there`)
      })
    }),
    find: (_kind, ourId) => faulty(config, () => find(ourId)),
    send: (message, call) => faulty(config, () => put(root, config.name, message, call)),
    changes: () => nothing(),
    list: () => ({ orderedBy: 'ourId', rows: nothing() }),
  }
}

async function put(root: string, system: string, message: Outgoing, call: Call | undefined): Promise<Remote> {
  const body = documentSchema.safeParse(message.body)
  if (!body.success || message.action !== 'create') throw new Fault('refused', `${system} takes documents only, each once, and no ${message.action} of ${message.kind}`)
  const { partner, fileName, bytes } = body.data
  const target = join(root, partner, fileName)
  if (relative(root, target).split(sep).length !== 2 || fileName.startsWith('.') || partner.startsWith('.')) throw new Fault('refused', `${system}: ${partner}/${fileName} is no name of a file in the out-box`)
  // a folder that is not there may be a disk that is not mounted
  await access(root, constants.W_OK)
  const staged = stagedPath(root, message.ourId)
  const atMs = Date.now()
  let note = await readNote(root, message.ourId)
  if (!note) {
    note = { ourId: message.ourId, path: `${partner}/${fileName}`, sha256: createHash('sha256').update(bytes).digest('hex'), at: new Date().toISOString() }
    await writeWhole(staged, bytes)
    // from here on the document counts as sent as soon as it is not staged any more
    await writeWhole(`${notePath(root, message.ourId)}.new`, Buffer.from(JSON.stringify(note)))
    await rename(`${notePath(root, message.ourId)}.new`, notePath(root, message.ourId))
  }
  if (await exists(staged)) {
    await mkdir(dirname(target), { recursive: true })
    if (await exists(target)) throw new Fault('refused', `${system}: ${note.path} is there already and is not ours: take it away, then send again`)
    call?.guard?.()
    await rename(staged, target)
    await flush(dirname(target))
  }
  call?.heard?.({ atMs, ms: Date.now() - atMs, method: 'PUT', path: note.path, asked: { text: `${bytes.length} bytes, SHA-256 ${note.sha256}` }, answered: { text: 'put out' } })
  return remoteOf(note)
}

const remoteOf = (note: Note): Remote => ({ kind: 'document', theirId: note.path, ourId: note.ourId, number: note.path, state: 'put out', version: note.sha256, asOf: note.at })

function rootOf(config: SystemConfig): string {
  try {
    return fileURLToPath(config.url)
  } catch (error) {
    throw new Fault('refused', `${config.name}: ${config.url} is no folder; write it as file:///var/spool/edi/out (${error instanceof Error ? error.message : String(error)})`)
  }
}

/** Our ids hold marks that file names do not. */
const nameOf = (ourId: string): string => createHash('sha256').update(ourId).digest('hex').slice(0, 40)
const stagedPath = (root: string, ourId: string): string => join(root, STAGED, nameOf(ourId))
const notePath = (root: string, ourId: string): string => join(root, NOTES, `${nameOf(ourId)}.json`)

async function readNote(root: string, ourId: string): Promise<Note | undefined> {
  const text = await readFile(notePath(root, ourId), 'utf8').catch(undefinedIfGone)
  return text === undefined ? undefined : noteSchema.parse(JSON.parse(text))
}

/** Writes a file and waits until the disk has it, and its name. */
async function writeWhole(path: string, bytes: Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await unlink(path).catch(undefinedIfGone)
  const file = await open(path, 'wx')
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
  await flush(dirname(path))
}

async function flush(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const exists = (path: string): Promise<boolean> => lstat(path).then(() => true, (error: unknown) => { undefinedIfGone(error); return false })

function undefinedIfGone(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT') throw error
  return undefined
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error)

/** A full disk or a missing right may pass: nothing is shown until the rename, and what is staged goes on. */
async function faulty<T>(config: SystemConfig, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Fault) throw error
    throw new Fault('again', `${config.name}: ${error instanceof Error ? error.message : String(error)}`, { code: codeOf(error), cause: error })
  }
}

async function* nothing(): AsyncGenerator<never> { yield* [] }
