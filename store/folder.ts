import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { hasCode } from './errorCode'

/** Makes a folder and those above it. Throws where there can be none. Node's own `recursive` never returns where a file system has no room for folders, such as /proc, and all of n8n would stand still. */
export function makeFolder(path: string, mode = 0o777): void {
  if (isFolder(path)) return
  if (dirname(path) !== path) makeFolder(dirname(path), mode)
  try {
    mkdirSync(path, { mode })
  } catch (error) {
    // another process was quicker
    if (!hasCode(error, 'EEXIST') || !isFolder(path)) throw error
  }
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
