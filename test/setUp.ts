import { existsSync, statfsSync } from 'node:fs'
import { makeTemplate } from './store/template'

/** Where files are in memory. */
const MEMORY = '/dev/shm'
const ENOUGH_BYTES = 4e9

/** Before the first test of a run. What they write is in memory where there is room for it: for a third of their time they would wait for the disk. */
export default async function setUp(): Promise<void> {
  if (process.env.TMPDIR === undefined && existsSync(MEMORY) && freeBytes(MEMORY) > ENOUGH_BYTES) process.env.TMPDIR = MEMORY
  await makeTemplate()
}

function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}
