import { type FileHandle, open } from 'node:fs/promises'

/** Takes lines and writes them in large pieces. */
export interface Lines {
  /** Adds a line, whose end is put after it. A promise only where the disk must be waited for. */
  line(bytes: Buffer): void | Promise<void>
}

const PIECE = 256 * 1024

/** Makes a file of the lines that `work` gives; answers its path. */
export async function writeLines(path: string, work: (out: Lines) => Promise<void>): Promise<string> {
  const file = await open(path, 'w')
  try {
    const out = new Gathered(file)
    await work(out)
    await out.flush()
  } finally {
    await file.close()
  }
  return path
}

class Gathered implements Lines {
  private readonly piece = Buffer.allocUnsafe(PIECE)
  private filled = 0

  constructor(private readonly file: FileHandle) {}

  line(bytes: Buffer): void | Promise<void> {
    if (this.filled + bytes.length + 1 > PIECE) return this.overflowing(bytes)
    bytes.copy(this.piece, this.filled)
    this.piece[this.filled + bytes.length] = 10
    this.filled += bytes.length + 1
  }

  async flush(): Promise<void> {
    if (this.filled > 0) await this.file.writeFile(this.piece.subarray(0, this.filled))
    this.filled = 0
  }

  private async overflowing(bytes: Buffer): Promise<void> {
    await this.flush()
    if (bytes.length < PIECE) await this.line(bytes)
    else await this.file.writeFile(Buffer.concat([bytes, Buffer.from('\n')]))
  }
}
