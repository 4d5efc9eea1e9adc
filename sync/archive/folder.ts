import { createReadStream } from 'node:fs'
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { dirname, join } from 'node:path'
import { hasCode } from '../../store/errorCode'
import { sha256 } from '../../store/digest'
import { isMissing, namesIn, readIfThere, writeWhole } from '../proof/files'
import { type ArchiveFile } from './files'

/** `sha256sum -c SHA256SUMS` checks every file beside it. */
export const MANIFEST = 'SHA256SUMS'

/** Where an archive lies, and whether it was written now or was there with the same content. */
export interface Placed {
  folder: string
  files: number
  bytes: number
  fresh: boolean
}

/** An archive of before is not as it was written. */
export class ArchiveChanged extends Error {
  override readonly name = 'ArchiveChanged'
}

/**
 * Writes files with their manifest as one folder below `dir`: under a name of its own first, so that it is there whole or not at all. What was archived before is
 * never written over: where the last one of this name holds the same nothing is added, and else there is a next one (`SO-1-2`). Throws {@link ArchiveChanged}
 * where the last one does not have its own hashes any more.
 */
export async function writeFolder(dir: string, name: string, files: AsyncIterable<ArchiveFile>): Promise<Placed> {
  await mkdir(dir, { recursive: true })
  const draft = await mkdtemp(join(dir, `.${name}.`))
  try {
    const written = await writeAll(draft, files)
    for (;;) {
      const last = await lastOf(dir, name)
      if (last !== undefined && await readIfThere(join(dir, last.name, MANIFEST)) === written.manifest) {
        await checkFolder(join(dir, last.name))
        return { ...written, folder: join(dir, last.name), fresh: false }
      }
      const folder = join(dir, last === undefined ? name : `${name}-${last.no + 1}`)
      if (await moved(draft, folder)) return { ...written, folder, fresh: true }
    }
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

async function writeAll(folder: string, files: AsyncIterable<ArchiveFile>): Promise<{ manifest: string; files: number; bytes: number }> {
  const sums = new Map<string, string>()
  let bytes = 0
  for await (const { path, bytes: content } of files) {
    if (sums.has(path)) throw new Error(`two files of one archive are called ${path}`)
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeWhole(join(folder, path), (append) => append(content))
    sums.set(path, sha256(content))
    bytes += content.length
  }
  const manifest = [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, sum]) => `${sum}  ${path}\n`).join('')
  await writeWhole(join(folder, MANIFEST), (append) => append(Buffer.from(manifest)))
  return { manifest, files: sums.size, bytes }
}

/** The archive of this name that was written last. */
async function lastOf(dir: string, name: string): Promise<{ name: string; no: number } | undefined> {
  const numbers = (await namesIn(dir)).flatMap((one) => (one === name ? [1] : one.startsWith(`${name}-`) && /^[1-9]\d*$/.test(one.slice(name.length + 1)) ? [Number(one.slice(name.length + 1))] : []))
  if (numbers.length === 0) return undefined
  const no = Math.max(...numbers)
  return { name: no === 1 ? name : `${name}-${no}`, no }
}

/** False where somebody else has put a folder there meanwhile. */
async function moved(draft: string, folder: string): Promise<boolean> {
  try {
    await rename(draft, folder)
    return true
  } catch (error) {
    if (['ENOTEMPTY', 'EEXIST', 'EPERM'].some((code) => hasCode(error, code)) && (await readdir(folder).catch(() => [])).length > 0) return false
    throw error
  }
}

/** Throws {@link ArchiveChanged} where a file of the folder is not what its manifest says. */
async function checkFolder(folder: string): Promise<void> {
  for (const line of (await readIfThere(join(folder, MANIFEST)) ?? '').split('\n').filter((one) => one !== '')) {
    const [sum, path] = [line.slice(0, 64), line.slice(66)]
    const now = await sumOf(join(folder, path)).catch((error: unknown) => { if (isMissing(error)) return undefined; throw error })
    if (now !== sum) throw new ArchiveChanged(`${join(folder, path)} is ${now === undefined ? 'gone' : 'not what it was'} since it was archived: put it back, or move ${folder} away and archive the order again`)
  }
}

async function sumOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) hash.update(chunk)
  return hash.digest('hex')
}
