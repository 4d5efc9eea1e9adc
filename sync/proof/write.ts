import { createHash } from 'node:crypto'
import { mkdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { countByStatus } from '../../store/orders'
import { linkSums } from '../../store/proofs'
import { ownCompany } from '../company'
import { type Context, instant } from '../context'
import { dateIn } from '../zone'
import { namesIn, readIfThere, writeWhole } from './files'
import { writeHeads } from './heads'
import { type Proof, type ProofFiles, proofSchema } from './proof'

export interface Written {
  proof: Proof
  /** Folder, and names in it. */
  dir: string
  files: ProofFiles
}

export const PUBLIC_KEY = 'proof.pub'

/**
 * Writes the night's proof of a company to a folder, from where it is sent away: the heads of all streams, counts and sums,
 * and the root of the proof before; signed with Ed25519. A proof of another night is never written over; the same night
 * again is.
 */
export async function writeProof(context: Context, { company, scheduledFor, dir }: { company: string; scheduledFor: string; dir: string }): Promise<Written> {
  const { store } = context
  await mkdir(dir, { recursive: true })
  const date = dateIn((await ownCompany(store, company)).zone, new Date(scheduledFor))
  const before = await proofsIn(dir, company)
  const name = freeName(before, company, date, scheduledFor)
  const files: ProofFiles = { json: `${name}.json`, heads: `${name}.heads`, signature: `${name}.sig`, publicKey: PUBLIC_KEY }
  const { root, streams, events } = await writeHeads(store, company, join(dir, files.heads))
  const earlier = before.filter((one) => one.proof.scheduledFor < scheduledFor).at(-1)
  const proof: Proof = {
    form: 1, company, environment: store.environment, date, scheduledFor, writtenAt: instant(context), root, heads: files.heads, streams, events,
    orders: Object.fromEntries(await countByStatus(store, company)), systems: await linkSums(store, company),
    ...(earlier ? { previous: { file: earlier.file, root: earlier.proof.root } } : {}), signedBy: fingerprint(store.keys.publicKeyPem),
  }
  const bytes = Buffer.from(`${JSON.stringify(proof, undefined, 2)}\n`)
  await keepPublicKey(dir, store.keys.publicKeyPem)
  await writeWhole(join(dir, files.signature), (append) => append(store.keys.sign(bytes)))
  // last, since a proof is what has this file
  await writeWhole(join(dir, files.json), (append) => append(bytes))
  return { proof, dir, files }
}

export const fingerprint = (publicKeyPem: string): string => createHash('sha256').update(publicKeyPem).digest('hex')

/** The proofs of a company in a folder, by the time they were due. What is not in the form of a proof is left alone. */
export async function proofsIn(dir: string, company: string): Promise<{ file: string; proof: Proof }[]> {
  const proofs: { file: string; proof: Proof }[] = []
  for (const file of await namesIn(dir)) {
    if (!file.startsWith(`${encodeURIComponent(company)}-`) || !file.endsWith('.json')) continue
    const proof = parsed(await readIfThere(join(dir, file)))
    if (proof?.company === company) proofs.push({ file, proof })
  }
  return proofs.sort((a, b) => (a.proof.scheduledFor < b.proof.scheduledFor ? -1 : 1))
}

/** The proof in a text; undefined where it is none. */
export function parsed(text: string | undefined): Proof | undefined {
  if (text === undefined) return undefined
  try {
    return proofSchema.safeParse(JSON.parse(text)).data
  } catch {
    // not even JSON: the caller says so
    return undefined
  }
}

function freeName(before: readonly { file: string; proof: Proof }[], company: string, date: string, scheduledFor: string): string {
  const taken = new Map(before.map(({ file, proof }) => [file, proof.scheduledFor]))
  const base = `${encodeURIComponent(company)}-${date}`
  for (let no = 1; ; no++) {
    const name = no === 1 ? base : `${base}-${no}`
    const owner = taken.get(`${name}.json`)
    if (owner === undefined || owner === scheduledFor) return name
  }
}

/** The key of before stays under its fingerprint, so that older proofs can still be checked. */
async function keepPublicKey(dir: string, pem: string): Promise<void> {
  const path = join(dir, PUBLIC_KEY)
  const there = await readIfThere(path)
  if (there === pem) return
  if (there !== undefined) await rename(path, join(dir, keyFile(fingerprint(there))))
  await writeWhole(path, (append) => append(Buffer.from(pem)))
}

export const keyFile = (of: string): string => `proof-${of.slice(0, 16)}.pub`
