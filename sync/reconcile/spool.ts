import { createReadStream } from 'node:fs'
import { appendFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** Values that are kept here go to a file. */
const IN_MEMORY = 5_000

/** A folder for what does not fit into memory; made when it is first needed. */
export class Scratch {
  private folder: Promise<string> | undefined
  private next = 0

  constructor(private readonly place: string = tmpdir()) {}

  async file(): Promise<string> {
    this.folder ??= mkdtemp(join(this.place, 'order-to-cash-'))
    return join(await this.folder, String(this.next++))
  }

  async remove(): Promise<void> {
    if (this.folder) await rm(await this.folder, { recursive: true, force: true })
    this.folder = undefined
  }
}

/** A list of any length in constant memory: written once from front to back, then read as often as one likes. */
export class Spool<T> implements AsyncIterable<T> {
  length = 0
  private held: T[] = []
  private path: string | undefined

  constructor(private readonly scratch: Scratch) {}

  /** A promise only where the disk must be waited for. */
  add(value: T): void | Promise<void> {
    this.length++
    this.held.push(value)
    if (this.held.length >= IN_MEMORY) return this.flush()
  }

  async* [Symbol.asyncIterator](): AsyncGenerator<T> {
    if (this.path !== undefined) {
      for await (const line of createInterface({ input: createReadStream(this.path), crlfDelay: Infinity })) yield JSON.parse(line) as T
    }
    yield* this.held
  }

  private async flush(): Promise<void> {
    const lines = this.held.map((value) => `${JSON.stringify(value)}\n`).join('')
    this.held = []
    this.path ??= await this.scratch.file()
    await appendFile(this.path, lines)
  }
}
