import { links, messages } from './models/engine'
import { toMessage } from './message'
import { type Message } from './records'
import { remove, select, update } from './rows'
import { type Tx } from './store'

/** A record of another system that is gone there, though we sent it. */
export interface Gone {
  company: string
  system: string
  kind: string
  ourId: string
}

/**
 * Sends again what made a record that is gone: the same rows wait once more, in their order (the create, then every change
 * after it), as ones that may have been carried out, and the link to the lost record ends. Answers with the messages; none
 * where nothing was sent, or one of them is not done.
 */
export async function again(tx: Tx, gone: Gone): Promise<Message[]> {
  const key = { company: gone.company, system: gone.system, kind: gone.kind, our_id: gone.ourId }
  const rows = await select(tx, messages, { ...key, action: ['create', 'change'] }, { order: ['position'], lock: true })
  const sent = rows.filter((row) => row.state !== 'superseded')
  if (sent.length === 0 || sent.some((row) => row.state !== 'done')) return []
  for (const row of sent) {
    await update(tx, messages, { state: 'waiting', unsure: 1, not_before_ms: 0, resends: (row.resends ?? 0) + 1, done_at: null }, { position: row.position, state: 'done' })
  }
  await remove(tx, links, key)
  return Promise.all(sent.map((row) => toMessage(tx, row)))
}
