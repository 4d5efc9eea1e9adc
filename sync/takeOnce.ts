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
  /** The case for a person where it was taken, and says something else now. */
  changed: { kind: string; text: string; detail: Record<string, unknown> }
}

/** Receives an order that a system holds, once by its id there; the order's channel is the system. One that was taken and says something else is a case. */
export async function takeOnce(context: Context, { company, name }: System, { remote, word, bytes, changed }: OrderRecord, followed: Followed): Promise<void> {
  const { arrival, items, repeated } = await receive(context, { channel: name, transportId: `${word}/${remote.theirId}`, bytes, fileName: `${word}-${remote.number ?? remote.theirId}.json` })
  if (!repeated) {
    followed.changes++
    followed.applied++
    return
  }
  if (arrival.sha256 === createHash('sha256').update(bytes).digest('hex')) return
  const order = items.find((item) => item.order !== undefined)?.order
  const subject = order === undefined ? `arrival/${arrival.id}` : `order/${order}`
  await context.store.write((tx) => cases.open(tx, { id: uuidv7(), company, system: name, subject, field: `${word} ${remote.theirId}`, seenAt: instant(context), ...changed }))
}
