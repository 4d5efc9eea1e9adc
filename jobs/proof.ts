import { resolve } from 'node:path'
import { writeProof } from '../sync/proof/write'
import { type Done, type Job, optionOf } from './job'

/** Where proofs are written: option `dir`, else `ORDER_TO_CASH_PROOFS`, else this. */
export const PROOFS = './data/proofs'

/** Writes the signed proof of the night, from where it is sent away. */
export const proofJob: Job = async (context, { company, scheduledFor, options }): Promise<Done> => {
  const dir = resolve(optionOf(options, 'dir', 'ORDER_TO_CASH_PROOFS') ?? PROOFS)
  const { proof, files } = await writeProof(context, { company, scheduledFor, dir })
  return { counts: { streams: proof.streams, events: proof.events }, proof: { root: proof.root, dir, ...files } }
}
