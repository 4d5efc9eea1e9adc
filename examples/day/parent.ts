import { existsSync, readFileSync } from 'node:fs'

/** Tells when npm is gone, so that a killed `npm start` leaves nothing running behind. npm starts us by a shell that outlives it. */
export function watchParent(gone: () => void): void {
  if (process.env.npm_lifecycle_event !== 'start') return
  const shell = process.ppid
  const npm = parentOf(shell)
  setInterval(() => { if (process.ppid !== shell || parentOf(shell) !== npm) gone() }, 500).unref()
}

/** Parent of a process, where the system tells it by files; elsewhere only our own parent is watched. */
function parentOf(pid: number): number | undefined {
  const file = `/proc/${pid}/stat`
  if (!existsSync(file)) return undefined
  try {
    // the name in brackets may hold anything, also a bracket
    return Number(readFileSync(file, 'utf8').split(') ').at(-1)!.split(' ')[1])
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined
    throw error
  }
}
