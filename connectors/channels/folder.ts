import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { mkdir, open, readdir, realpath, rename, stat } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'

/** A document that lies in a folder. */
export interface FolderFile {
  name: string
  /** Name, time of its last change and SHA-256 of its bytes: the same file is taken once however often one looks. */
  transportId: string
  sha256: string
  bytes: Buffer
}

/** A file that is not taken, with why and what to do. */
export interface RefusedFile {
  name: string
  refused: string
}

export interface FolderOptions {
  /** A file that changed within so many ms may still be being written. (Default: 2000) */
  stableMs?: number
  /** Larger files are refused. (Default: 256 MiB) */
  maxBytes?: number
  /** The machine's clock, ms since 1970. */
  nowMs?: () => number
}

const STABLE_MS = 2000
const MAX_BYTES = 256 * 1024 * 1024
/** Names that programs give to what they are still writing. */
const UNFINISHED = /^\.|^~|~$|\.(tmp|temp|part|partial|filepart|crdownload|swp|lock)$/i

/**
 * The documents in a folder, by name. Only its own files: no folders below it, and no link that leads out of it. What is half
 * written is left for the next time: by its name, by a change within `stableMs`, or because it changed while it was read.
 * Files stay where they are.
 */
export async function* readFolder(folder: string, options: FolderOptions = {}): AsyncGenerator<FolderFile | RefusedFile> {
  const { stableMs = STABLE_MS, maxBytes = MAX_BYTES, nowMs = Date.now } = options
  const root = await realpath(folder)
  const entries = await readdir(root, { withFileTypes: true })
  for (const entry of entries.sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)))) {
    if (UNFINISHED.test(entry.name) || !(entry.isFile() || entry.isSymbolicLink())) continue
    const file = await readOne(root, entry.name, { stableMs, maxBytes, nowMs })
    if (file) yield file
  }
}

/** Moves a file that was taken into another folder, never over one that is there; answers its new place. */
export async function archiveFile(folder: string, file: Pick<FolderFile, 'name' | 'sha256'>, archive: string): Promise<string> {
  await mkdir(archive, { recursive: true })
  const plain = join(archive, file.name)
  const taken = await stat(plain).then(() => true, isGone)
  const target = taken ? join(archive, `${file.sha256.slice(0, 12)}-${file.name}`) : plain
  await rename(join(folder, file.name), target)
  return target
}

async function readOne(root: string, name: string, { stableMs, maxBytes, nowMs }: Required<FolderOptions>): Promise<FolderFile | RefusedFile | undefined> {
  const path = await realpath(join(root, name)).catch(undefinedIfGone)
  if (path === undefined) return undefined
  if (dirname(path) !== root && !path.startsWith(root + sep)) return { name, refused: `${name} is a link to ${path}, which is outside of the folder: put the file itself there` }
  // the path was resolved: a link put in its place since then is not followed
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW).catch(undefinedIfGone)
  if (!file) return undefined
  try {
    const before = await file.stat()
    if (!before.isFile()) return undefined
    const age = nowMs() - before.mtimeMs
    if (age >= 0 && age < stableMs) return undefined
    if (before.size > maxBytes) return { name, refused: `${name} has ${before.size} bytes; at most ${maxBytes} are taken: split it` }
    const bytes = await file.readFile()
    const after = await file.stat()
    if (after.size !== before.size || after.mtimeMs !== before.mtimeMs || bytes.length !== before.size) return undefined
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    return { name, sha256, bytes, transportId: `${name} ${before.mtime.toISOString()} ${sha256}` }
  } finally {
    await file.close()
  }
}

const GONE = new Set(['ENOENT', 'ELOOP'])

/** Somebody took it away meanwhile, or it is a link to nowhere. */
function undefinedIfGone(error: NodeJS.ErrnoException): undefined {
  if (!GONE.has(error.code ?? '')) throw error
  return undefined
}

function isGone(error: NodeJS.ErrnoException): false {
  undefinedIfGone(error)
  return false
}
