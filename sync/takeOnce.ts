import { createHash } from 'node:crypto'
import { type Remote } from '../connectors/connector'
import * as cases from '../store/cases'
import { type Context, instant } from './context'
import { type Followed } from './follow'
import { uuidv7 } from './ids'
import { receive } from './receive'
import { type System } from './systems'

/** A record of a system as the order document that we make of it. */
export interface OrderRecord {
  remote: Remote
  /** What its kind is called in transport ids, names of files and fields of cases. */
  word: string
  bytes: Buffer
  /** The case for a person where it was taken, and says something else now; absent where the caller knows what that means. */
  changed?: { kind: string; text: string; detail: Record<string, unknown> }
}

/** Receives an order that a system holds, once by its id there; the order's channel is the system. One that was taken and says something else is a case. Answers with the order that it was taken as before. */
export async function takeOnce(context: Context, { company, name }: System, { remote, word, bytes, changed }: OrderRecord, followed: Followed): Promise<string | undefined> {
  const { arrival, items, repeated } = await receive(context, { channel: name, transportId: `${word}/${remote.theirId}`, bytes, fileName: `${word}-${remote.number ?? remote.theirId}.json` })
  if (!repeated) {
    followed.changes++
    followed.applied++
    return undefined
  }
  const item = items.find(({ order }) => order !== undefined)
  // a duplicate is that of another document
  const taken = item?.outcome === 'duplicate' ? undefined : item?.order
  if (!changed || arrival.sha256 === createHash('sha256').update(bytes).digest('hex')) return taken
  const subject = item === undefined ? `arrival/${arrival.id}` : `order/${item.order}`
  await context.store.write((tx) => cases.open(tx, { id: uuidv7(), company, system: name, subject, field: `${word} ${remote.theirId}`, seenAt: instant(context), ...changed }))
  return taken
}
