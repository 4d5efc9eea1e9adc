import { readFileSync, rmSync, writeFileSync } from 'node:fs'

const PATIENCE_MS = 5000

/** One day at a time in a data folder. Waits a little for one that is just ending; throws where another goes on. */
export async function lockDay(file: string): Promise<() => void> {
  const until = Date.now() + PATIENCE_MS
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' })
      return () => { rmSync(file, { force: true }) }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const pid = holder(file)
    if (pid === undefined || !alive(pid)) rmSync(file, { force: true })
    else if (Date.now() > until) throw new Error(`Another day is running in this folder (process ${pid}). Stop it with Ctrl-C first, or give this one a folder of its own: npm start -- --data DIR`)
    else await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

function holder(file: string): number | undefined {
  try {
    return Number(readFileSync(file, 'utf8')) || undefined
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
