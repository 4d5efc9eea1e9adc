import { resolve } from 'node:path'
import { archiveFile, readFolder } from '../connectors/channels/folder'
import { readMailbox } from '../connectors/channels/imap'
import * as cases from '../store/cases'
import { type Context, instant } from '../sync/context'
import { uuidv7 } from '../sync/ids'
import { receive, resume } from '../sync/receive'
import { mailboxOf } from '../sync/systems'
import { type Done, type Job, optionOf } from './job'

/** What lies in an inbox: a document, which is moved out of the way once it is kept, or what is not taken, with why. */
type Lying = { name: string; transportId: string; bytes: Buffer; taken?: () => Promise<unknown> } | { name: string; refused: string }

/**
 * Takes in what lies in an inbox: the mails of the mailbox that option `mailbox` names, a system; else the files of option `folder`, or `ORDER_TO_CASH_INBOX`. Files are left where
 * they are unless `archive` names a folder; `channel` names the channel (default: `mail/MAILBOX`, `folder`), `sender` whoever writes into the folder. Goes on first with what a
 * killed process left.
 */
export const receiveJob: Job = async (context, { company, options, signal }): Promise<Done> => {
  const counts: Record<string, number> = { resumed: (await resume(context)).length, files: 0, repeated: 0, refused: 0 }
  const text = (name: string): string | undefined => (typeof options[name] === 'string' ? options[name] : undefined)
  const mailbox = text('mailbox')
  const channel = text('channel') ?? (mailbox === undefined ? 'folder' : `mail/${mailbox}`)
  // one that cannot be moved away keeps back none behind it
  const unmoved: unknown[] = []
  for await (const one of mailbox === undefined ? filesOf(options) : mailsOf(context, company, mailbox)) {
    signal.throwIfAborted()
    if ('refused' in one) {
      counts.refused!++
      await refuse(context, company, channel, one)
      continue
    }
    const { arrival, repeated } = await receive(context, { channel, transportId: one.transportId, bytes: one.bytes, fileName: one.name, sender: mailbox === undefined ? text('sender') : undefined })
    counts.files!++
    if (repeated) counts.repeated!++
    else counts[arrival.outcome] = (counts[arrival.outcome] ?? 0) + 1
    await one.taken?.().catch((error: unknown) => { unmoved.push(error) })
  }
  if (unmoved.length > 0) throw unmoved[0]
  return { counts, problems: counts.refused! + (counts.quarantined ?? 0) > 0 }
}

async function* filesOf(options: Record<string, unknown>): AsyncGenerator<Lying> {
  const folder = optionOf(options, 'folder', 'ORDER_TO_CASH_INBOX')
  if (folder === undefined) return
  const { archive, stableMs } = options
  for await (const file of readFolder(resolve(folder), { stableMs: typeof stableMs === 'number' ? stableMs : undefined })) {
    yield 'refused' in file || typeof archive !== 'string' ? file : { ...file, taken: () => archiveFile(resolve(folder), file, resolve(archive)) }
  }
}

async function* mailsOf(context: Context, company: string, name: string): AsyncGenerator<Lying> {
  const settings = await mailboxOf(context, company, name)
  if (settings) yield* readMailbox(settings)
}

const refuse = (context: Context, company: string, channel: string, { name, refused }: { name: string; refused: string }): Promise<unknown> => context.store.write((tx) => cases.open(tx, {
  id: uuidv7(), company, kind: 'file-refused', system: '', subject: `channel/${channel}`, field: name, text: refused, seenAt: instant(context),
}))
