import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { hasCode } from './errorCode'
import { makeFolder } from './folder'

/**
 * The content of a file, which is made first where it is missing. Of several processes that start together one makes it and all read
 * the same: the whole content is written under another name and then linked, which fails where the name is taken.
 */
export function keepOrRead(file: string, content: () => string, mode = 0o600): string {
  const there = readIfThere(file)
  if (there !== undefined) return there
  makeFolder(dirname(file), 0o700)
  const draft = `${file}.${process.pid}-${randomBytes(4).toString('hex')}`
  const descriptor = openSync(draft, 'wx', mode)
  try {
    writeSync(descriptor, content())
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  try {
    linkSync(draft, file)
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error
  } finally {
    rmSync(draft, { force: true })
  }
  return readFileSync(file, 'utf8')
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw error
  }
}
