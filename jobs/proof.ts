import { proofFolder } from '../sync/proof/folder'
import { sendProofs } from '../sync/proof/send'
import { writeProof } from '../sync/proof/write'
import { type Done, type Job, optionOf } from './job'

/**
 * Writes the signed proof of the night and sends it away. Options: `dir`, the folder (see {@link proofFolder}); `mailTo`, an address or several, by
 * the mail server that ORDER_TO_CASH_SMTP names; `mailFrom` (default: the first of `mailTo`).
 */
export const proofJob: Job = async (context, { company, scheduledFor, options, compared }): Promise<Done> => {
  const dir = proofFolder(context.store, typeof options.dir === 'string' && options.dir !== '' ? options.dir : undefined)
  const { proof, files } = await writeProof(context, { company, scheduledFor, dir, compared })
  const to = [options.mailTo].flat().filter((address) => typeof address === 'string')
  const sent = to.length === 0 ? undefined : await sendProofs(context, company, { smtp: process.env.ORDER_TO_CASH_SMTP, from: optionOf(options, 'mailFrom', 'ORDER_TO_CASH_MAIL_FROM') ?? to[0]!, to }, { dir, files })
  return { counts: { streams: proof.streams, events: proof.events, ...sent }, problems: (sent?.notMailed ?? 0) > 0, proof: { root: proof.root, dir, ...files } }
}
