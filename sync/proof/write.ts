import { createHash } from 'node:crypto'
import { mkdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { countByStatus } from '../../store/orders'
import { ownCompany } from '../company'
import { type Context, instant } from '../context'
import { type Reconciled } from '../reconcile/reconcile'
import { dateIn } from '../zone'
import { comparisonOf } from './compared'
import { namesIn, readIfThere, writeWhole } from './files'
import { writeHeads } from './heads'
import { type Proof, type ProofFiles, proofSchema } from './proof'

export interface Written {
  proof: Proof
  /** Folder, and names in it. */
  dir: string
  files: ProofFiles
}

export interface Night {
  company: string
  /** When the proof was due: UTC instant. */
  scheduledFor: string
  dir: string
  /** This night's comparison with the systems. (Default: none, and the proof says so) */
  compared?: Reconciled
}

const PUBLIC_KEY = 'proof.pub'

/**
 * Writes the night's proof of a company to a folder, from where it is sent away: the heads of all streams, counts and sums
 * by us and by the systems themselves, and the root of the proof before; signed with Ed25519. A proof is never written over, since the next one
 * names its root: the same night again is another file.
 */
export async function writeProof(context: Context, { company, scheduledFor, dir, compared }: Night): Promise<Written> {
  const { store } = context
  await mkdir(dir, { recursive: true })
  const date = dateIn((await ownCompany(store, company)).zone, new Date(scheduledFor))
  const before = await proofsIn(dir, company)
  const name = freeName(new Set(await proofNames(dir, company)), company, date)
  const files: ProofFiles = { json: `${name}.json`, heads: `${name}.heads`, signature: `${name}.sig`, publicKey: PUBLIC_KEY }
  const { root, streams, events } = await writeHeads(store, company, join(dir, files.heads))
  const earlier = before.filter((one) => one.proof.scheduledFor <= scheduledFor).at(-1)
  const proof: Proof = {
    form: 1, company, environment: store.environment, date, scheduledFor, writtenAt: instant(context), root, heads: files.heads, streams, events,
    orders: Object.fromEntries(await countByStatus(store, company)), ...await comparisonOf(store, company, compared),
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

/** The proofs of a company in a folder, in their order. What is not in the form of a proof is left alone. */
export async function proofsIn(dir: string, company: string): Promise<{ file: string; proof: Proof }[]> {
  const proofs: { file: string; proof: Proof }[] = []
  for (const file of await proofNames(dir, company)) {
    const proof = parsed(await readIfThere(join(dir, file)))
    if (proof?.company === company) proofs.push({ file, proof })
  }
  return proofs.sort(inTime)
}

/** Names of the files in a folder that are called as proofs of a company are. */
export async function proofNames(dir: string, company: string): Promise<string[]> {
  const prefix = `${encodeURIComponent(company)}-`
  return (await namesIn(dir)).filter((name) => name.startsWith(prefix) && /^\d{4}-\d{2}-\d{2}(-\d+)?\.json$/.test(name.slice(prefix.length)))
}

/** By the time they were due; those of the same night by their number, in which they were written. */
export function inTime(a: { file: string; proof: Proof }, b: { file: string; proof: Proof }): number {
  if (a.proof.scheduledFor !== b.proof.scheduledFor) return a.proof.scheduledFor < b.proof.scheduledFor ? -1 : 1
  return a.file.length - b.file.length || (a.file < b.file ? -1 : 1)
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

/** Heads and signature without the file of the proof itself are of a writer that died: they are written anew. */
function freeName(taken: ReadonlySet<string>, company: string, date: string): string {
  const base = `${encodeURIComponent(company)}-${date}`
  for (let no = 1; ; no++) {
    const name = no === 1 ? base : `${base}-${no}`
    if (!taken.has(`${name}.json`)) return name
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

const keyFile = (of: string): string => `proof-${of.slice(0, 16)}.pub`
