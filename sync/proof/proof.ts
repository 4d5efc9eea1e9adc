import { z } from 'zod'

const sum = z.object({ records: z.number(), amounts: z.record(z.string(), z.string()) })

/**
 * What is written out of the database every night and signed. A stranger checks it with `openssl` and `sha256sum`: the
 * signature of the file by the public key beside it, and the root as the digest of the heads file.
 */
export const proofSchema = z.object({
  form: z.literal(1),
  company: z.string(),
  environment: z.string(),
  /** Business date of the night in the company's zone. */
  date: z.string(),
  /** When the run was due, and when the proof was written (UTC). */
  scheduledFor: z.string(),
  writtenAt: z.string(),
  /** SHA-256 of the heads file, and its name in the same folder. */
  root: z.string(),
  heads: z.string(),
  streams: z.number(),
  events: z.number(),
  /** Orders by status. */
  orders: z.record(z.string(), z.number()),
  /**
   * Records that each system must have by us, and their sums by currency. `there` is what the system itself said in this
   * night's comparison; without it, it was not compared. `foreign` are its records that are none of ours.
   */
  systems: z.array(z.object({ system: z.string(), kind: z.string(), ...sum.shape, there: sum.optional(), foreign: sum.optional() })),
  /** The comparison of this night, or that there was none; and every difference that waits for a person, by the ids of its cases. */
  comparison: z.object({
    state: z.literal('not compared').optional(),
    repaired: z.number().optional(),
    inFlight: z.number().optional(),
    /** Systems that could not be compared, with why. */
    unreachable: z.record(z.string(), z.string()).optional(),
    openDifferences: z.object({ count: z.number(), cases: z.array(z.string()) }),
  }).optional(),
  /** The proof before this one. */
  previous: z.object({ file: z.string(), root: z.string() }).optional(),
  /** SHA-256 of the public key's PEM text: which key signed. */
  signedBy: z.string(),
})

export type Proof = z.infer<typeof proofSchema>

/** The files of a proof, beside each other in one folder. */
export interface ProofFiles {
  json: string
  heads: string
  signature: string
  publicKey: string
}
