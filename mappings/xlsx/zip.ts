import { type Readable } from 'node:stream'
import type * as Yauzl from 'yauzl'

/** Why an archive is not read: nothing of it was unpacked beyond the limit. */
export class ZipFault extends Error {
  override readonly name = 'ZipFault'
  constructor(readonly code: 'zip-too-large' | 'zip-broken' | 'file-encrypted', message: string) {
    super(message)
  }
}

/** One file of an archive. */
export interface ZipEntry {
  /** Unpacked bytes, as the archive's directory says; unpacking more than that fails. */
  size: number
  read(): AsyncIterable<Buffer>
}

/** Most that a workbook's parts may unpack to, together, and how many there may be. */
const UNPACKED = 512 * 1024 * 1024
const ENTRIES = 5000

/** The files of an archive by their names. Throws a {@link ZipFault} for one that is broken, encrypted, or unpacks to more than 512 MiB. */
export async function openZip(bytes: Buffer): Promise<ReadonlyMap<string, ZipEntry>> {
  // only a file that is an archive pays for it
  const { fromBuffer } = await import('yauzl')
  return new Promise((resolve, reject) => {
    fromBuffer(bytes, { lazyEntries: true }, (error: Error | null, zip: Yauzl.ZipFile) => {
      if (error) return reject(new ZipFault('zip-broken', error.message))
      const entries = new Map<string, ZipEntry>()
      let unpacked = 0
      zip.on('error', (fault: Error) => reject(new ZipFault('zip-broken', fault.message)))
      zip.on('end', () => resolve(entries))
      zip.on('entry', (entry: Yauzl.Entry) => {
        unpacked += entry.uncompressedSize
        if (unpacked > UNPACKED || entries.size >= ENTRIES) return reject(new ZipFault('zip-too-large', `it unpacks to more than ${UNPACKED / 1024 / 1024} MiB or ${ENTRIES} parts`))
        if (entry.isEncrypted()) return reject(new ZipFault('file-encrypted', 'its parts are encrypted'))
        entries.set(entry.fileName, { size: entry.uncompressedSize, read: () => contentOf(zip, entry) })
        zip.readEntry()
      })
      zip.readEntry()
    })
  })
}

async function* contentOf(zip: Yauzl.ZipFile, entry: Yauzl.Entry): AsyncIterable<Buffer> {
  const stream = await new Promise<Readable>((resolve, reject) => {
    zip.openReadStream(entry, (error: Error | null, opened: Readable) => (error ? reject(new ZipFault('zip-broken', error.message)) : resolve(opened)))
  })
  try {
    yield* stream as AsyncIterable<Buffer>
  } catch (error) {
    throw new ZipFault('zip-broken', (error as Error).message)
  }
}
