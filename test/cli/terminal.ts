import { main } from '../../cli/program'
import { type Exit } from '../../cli/terminal'

export interface Said {
  exit: Exit
  out: string
  err: string
  /** The lines of standard output as JSON. */
  rows: <T = Record<string, unknown>>() => T[]
}

/** Runs one command line in this process and keeps what it says. */
export async function run(argv: readonly string[], env: Record<string, string> = {}, stdin = ''): Promise<Said> {
  let out = ''
  let err = ''
  const exit = await main(argv, {
    out: async (content) => { out += typeof content === 'string' ? content : Buffer.from(content).toString('utf8') },
    err: (text) => { err += text },
    env,
    stdin: (async function* () { yield Buffer.from(stdin) })(),
    signal: new AbortController().signal,
  })
  return { exit, out, err, rows: <T>() => out.split('\n').filter((line) => line).map((line) => JSON.parse(line) as T) }
}
