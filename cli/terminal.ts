import { once } from 'node:events'
import { type Writable } from 'node:stream'

/** 0 done, 1 failed, 2 done but with problems that a person must see. */
export type Exit = 0 | 1 | 2

/** All that a command sees of the outside, so that a test can bring its own. */
export interface Terminal {
  /** Results, and nothing else. Waits where the reader is slower. */
  out(content: string | Uint8Array): Promise<void>
  /** Progress and problems. */
  err(text: string): void
  env: Record<string, string | undefined>
  stdin: AsyncIterable<Buffer | string> & { isTTY?: boolean }
  /** Ends with Ctrl-C or a SIGTERM. */
  signal: AbortSignal
}

/** The terminal of this process. A pipe that is closed at its other end (`| head`) ends the process quietly. */
export function processTerminal(): Terminal {
  const stop = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort())
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(0)
      throw error
    })
  }
  return {
    out: (content) => written(process.stdout, content),
    err: (text) => void process.stderr.write(text),
    env: process.env,
    // made when it is read: most commands never do, and it brings all streams of files with it
    get stdin() {
      return process.stdin
    },
    signal: stop.signal,
  }
}

async function written(stream: Writable, content: string | Uint8Array): Promise<void> {
  if (!stream.write(content)) await once(stream, 'drain')
}
