export type Level = 'debug' | 'info' | 'warn' | 'error'

/** One line of JSON an entry, on standard error. */
export interface Log {
  (level: Level, event: string, fields?: Record<string, unknown>): void
}

const LEVELS: Record<Level, number> = { debug: 10, info: 20, warn: 30, error: 40 }

/** Writes entries of `least` and above. Texts are JSON-escaped, so that no document can forge a line. */
export function jsonLog(least: Level, write: (line: string) => void = (line) => process.stderr.write(line)): Log {
  return (level, event, fields = {}) => {
    if (LEVELS[level] < LEVELS[least]) return
    write(JSON.stringify({ at: new Date().toISOString(), level, event, ...fields }) + '\n')
  }
}

export const silent: Log = () => undefined
