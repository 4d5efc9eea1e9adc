// `npm pack` puts the bundle into dist/ and, when it is packed, the ordinary build again. Two of them at once, or a build in the
// middle of one, would pack half of each: whoever begins takes dist/.packing, and the others wait until it is gone.
import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'

const LOCK = 'dist/.packing'
/** A pack that was killed leaves the lock behind: one takes seconds. */
const STALE_MS = 120_000

/** Begins a pack, once no other is under way. */
export async function beginPacking() {
  mkdirSync('dist', { recursive: true })
  for (;;) {
    try {
      return writeFileSync(LOCK, `${process.ppid}\n`, { flag: 'wx' })
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    await packed()
  }
}

/** Waits until no pack is under way. */
export async function packed() {
  for (let told = false; isHeld(); told = true) {
    if (!told) console.error(`Waiting for an "npm pack" that is under way (${LOCK})`)
    await pause(100)
  }
}

export const endPacking = () => rmSync(LOCK, { force: true })

function isHeld() {
  try {
    if (Date.now() - statSync(LOCK).mtimeMs < STALE_MS) return true
    endPacking()
    return false
  } catch (error) {
    if (error.code === 'ENOENT') return false
    throw error
  }
}
