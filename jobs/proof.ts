import { proofFolder } from '../sync/proof/folder'
import { writeProof } from '../sync/proof/write'
import { type Done, type Job } from './job'

/** Writes the signed proof of the night, from where it is sent away. Option `dir`: the folder (see {@link proofFolder}). */
export const proofJob: Job = async (context, { company, scheduledFor, options, compared }): Promise<Done> => {
  const dir = proofFolder(context.store, typeof options.dir === 'string' && options.dir !== '' ? options.dir : undefined)
  const { proof, files } = await writeProof(context, { company, scheduledFor, dir, compared })
  return { counts: { streams: proof.streams, events: proof.events }, proof: { root: proof.root, dir, ...files } }
}
