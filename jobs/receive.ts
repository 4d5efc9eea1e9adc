import { resolve } from 'node:path'
import { archiveFile, readFolder, type RefusedFile } from '../connectors/channels/folder'
import * as cases from '../store/cases'
import { type Context, instant } from '../sync/context'
import { uuidv7 } from '../sync/ids'
import { receive, resume } from '../sync/receive'
import { type Done, type Job, optionOf } from './job'

/**
 * Takes in what lies in the inbox: option `folder`, else `ORDER_TO_CASH_INBOX`. Files are left where they are unless
 * `archive` names a folder; `channel` names the channel (default: `folder`), `sender` whoever writes there. Goes on first
 * with what a killed process left.
 */
export const receiveJob: Job = async (context, { company, options, signal }): Promise<Done> => {
  const counts: Record<string, number> = { resumed: (await resume(context)).length, files: 0, repeated: 0, refused: 0 }
  const folder = optionOf(options, 'folder', 'ORDER_TO_CASH_INBOX')
  if (folder === undefined) return { counts }
  const text = (name: string): string | undefined => (typeof options[name] === 'string' ? options[name] : undefined)
  const channel = text('channel') ?? 'folder'
  const archive = text('archive')
  const stableMs = typeof options.stableMs === 'number' ? options.stableMs : undefined
  for await (const file of readFolder(resolve(folder), { stableMs })) {
    signal.throwIfAborted()
    if ('refused' in file) {
      counts.refused!++
      await refuse(context, company, channel, file)
      continue
    }
    const { arrival, repeated } = await receive(context, { channel, transportId: file.transportId, bytes: file.bytes, fileName: file.name, sender: text('sender') })
    counts.files!++
    if (repeated) counts.repeated!++
    else counts[arrival.outcome] = (counts[arrival.outcome] ?? 0) + 1
    if (archive !== undefined) await archiveFile(resolve(folder), file, resolve(archive))
  }
  return { counts, problems: counts.refused! + (counts.quarantined ?? 0) > 0 }
}

const refuse = (context: Context, company: string, channel: string, { name, refused }: RefusedFile): Promise<unknown> => context.store.write((tx) => cases.open(tx, {
  id: uuidv7(), company, kind: 'file-refused', system: '', subject: `channel/${channel}`, field: name, text: refused, seenAt: instant(context),
}))
