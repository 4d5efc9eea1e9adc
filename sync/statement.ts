import { type Remote } from '../connectors/connector'
import { Fault } from '../connectors/fault'
import * as runs from '../store/runs'
import { type Context } from './context'
import { type Followed } from './follow'
import { receive } from './receive'
import { type System } from './systems'
import { type TakenIn } from './takeIn'

/** R-INV-06: a bank's statement is received as the document that it is, once by its id there, byte for byte; what stands on it is read like any other's. */
export async function receiveStatement(context: Context, system: System, { remote, cursor }: TakenIn, followed: Followed): Promise<void> {
  // a webhook only names it
  const { body } = remote.body?.document === undefined ? await found(system, remote) : remote
  const { document, fileName } = body as { document: string; fileName: string }
  const { repeated } = await receive(context, { channel: system.name, transportId: `statement/${remote.theirId}`, bytes: Buffer.from(document, 'base64'), fileName })
  if (!repeated) {
    followed.changes++
    followed.applied++
  }
  if (cursor !== undefined) await context.store.write((tx) => runs.setCursor(tx, system.company, system.name, remote.kind, cursor))
}

async function found({ connector, name }: System, { kind, theirId }: Remote): Promise<Remote> {
  const remote = await connector.find(kind, theirId)
  if (remote?.body?.document === undefined) throw new Fault('again', `${name} names the statement ${theirId} and does not give it out`)
  return remote
}
