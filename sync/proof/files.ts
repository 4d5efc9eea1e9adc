import { open, readdir, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { hasCode } from '../../store/errorCode'

/** Writes a file so that it is there whole or not at all, also after a power cut. */
export async function writeWhole(path: string, write: (append: (bytes: Buffer) => Promise<void>) => Promise<void>): Promise<void> {
  const draft = `${path}.${process.pid}.tmp`
  const file = await open(draft, 'w')
  try {
    await write(async (bytes) => { await file.writeFile(bytes) })
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(draft, path)
  const folder = await open(dirname(path), 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** The text of a file; undefined where there is none. */
export async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

/** Names in a folder, sorted; none where there is no folder. */
export async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort()
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

export const isMissing = (error: unknown): boolean => hasCode(error, 'ENOENT')
