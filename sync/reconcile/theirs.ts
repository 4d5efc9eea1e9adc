import { type Kind, type Remote } from '../../connectors/connector'
import { isDivided } from '../payments/remote'
import { orderIdOf, ourIdOf } from '../remoteCommands'
import { type System } from '../systems'
import { Fields } from './files/fields'
import { writeLines } from './files/lines'
import { NdjsonRows } from './files/ndjson'
import { sortRows } from './files/sort'
import { type Scratch, Spool } from './spool'

/** What a system has of one kind, in ascending byte order of our ids. */
export interface Listed {
  rows: ListedRows
  /** Rows that carry no id of ours. */
  unnamed: Spool<Remote>
  count: number
}

/** Kinds that are made there: they get their id of ours from the order that they name. */
const MADE_THERE: readonly Kind[] = ['despatch', 'payment']

/** The id of ours that a record goes by; undefined where it carries none. */
export function keyOf(system: string, remote: Remote): string | undefined {
  if (MADE_THERE.includes(remote.kind) && !isDivided(remote)) return orderIdOf(remote) === undefined ? undefined : ourIdOf(remote, system)
  if (remote.kind === 'payment') return ourIdOf(remote, system)
  return remote.ourId === '' ? undefined : remote.ourId
}

/** What a look-up of the record goes by: what is made there has no id of ours in the system, and a fulfilment stands in an order of the shop. */
export const findKey = (kind: Kind, ids: { ourId: string; theirId: string }): string => (MADE_THERE.includes(kind) || kind === 'fulfilment' ? ids.theirId : ids.ourId)

/** Reads a whole listing onto disk, and sorts it there where it did not come in order. */
export async function listTheirs(system: System, kind: Kind, scratch: Scratch): Promise<Listed> {
  const unnamed = new Spool<Remote>(scratch)
  let count = 0
  let ordered = true
  let before: Buffer = Buffer.alloc(0)
  const path = await writeLines(await scratch.file(), async (out) => {
    for await (const remote of system.connector.list(kind, {}, { correlation: `reconcile/${system.name}/${kind}` }).rows) {
      count++
      const key = keyOf(system.name, remote)
      if (key === undefined) {
        await unnamed.add(remote)
        continue
      }
      const bytes = Buffer.from(key)
      ordered &&= Buffer.compare(before, bytes) <= 0
      before = bytes
      await out.line(Buffer.from(JSON.stringify({ key, remote })))
    }
  })
  const open = async (file: string): Promise<ListedRows> => {
    const rows = new ListedRows(system.name, file)
    await rows.begin('key', new Fields([], 'key', false))
    return rows
  }
  const rows = await open(path)
  if (ordered) return { rows, unnamed, count }
  try {
    return { rows: await open(await sortRows(rows, scratch, open)), unnamed, count }
  } finally {
    await rows.close()
  }
}

/** The rows of a listing as they were spooled. */
export class ListedRows extends NdjsonRows {
  remote(): Remote {
    return (JSON.parse(this.raw().toString('utf8')) as { remote: Remote }).remote
  }
}
