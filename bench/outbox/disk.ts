import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

const BLOCK = Buffer.alloc(4096, 1)
const FILE_SIZE = 16 * 1024 * 1024

/** Blocks of 4 KiB that the disk of a folder takes a second, each synced: what every durable figure beside it depends on. */
export function syncsPerSecond(folder: string, seconds = 1): number {
  const file = join(folder, 'syncs')
  const handle = openSync(file, 'w')
  const until = performance.now() + seconds * 1000
  let syncs = 0
  while (performance.now() < until) {
    writeSync(handle, BLOCK, 0, BLOCK.length, (syncs * BLOCK.length) % FILE_SIZE)
    fdatasyncSync(handle)
    syncs++
  }
  closeSync(handle)
  rmSync(file)
  return Math.round(syncs / seconds)
}
