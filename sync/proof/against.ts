import { createPublicKey, verify as verifySignature } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { type Keys } from '../../store/keys'
import { digestAt } from '../../store/proofs'
import { type Db } from '../../store/store'
import { streamsOf } from '../../store/streams'
import { isMissing, readIfThere } from './files'
import { readHeads, rootOf } from './heads'
import { type Proof } from './proof'
import { fingerprint, parsed } from './write'

export type ProofDefectCode = 'proof-missing' | 'proof-unreadable' | 'proof-of-another' | 'proof-signature-wrong' | 'proof-root-wrong' | 'proof-stream-removed' | 'proof-stream-cut' | 'proof-event-changed'

export interface ProofDefect {
  code: ProofDefectCode
  company: string
  stream: string
  sequence?: number
  text: string
}

/** Reads a proof and checks it against its own signature and heads file. Only our keys count: whoever changes a proof could lay another key beside it. */
export async function checkProof(path: string, keys: Pick<Keys, 'publicKeys' | 'folder'>): Promise<{ proof?: Proof; defects: ProofDefect[] }> {
  const defect = (code: ProofDefectCode, text: string, company = ''): ProofDefect => ({ code, company, stream: '', text })
  const text = await readIfThere(path)
  if (text === undefined) return { defects: [defect('proof-missing', `the proof ${path} is not there: put it back from where it was sent, or name another with --root`)] }
  const proof = parsed(text)
  if (!proof) return { defects: [defect('proof-unreadable', `${path} is not a proof in a form that this version knows`)] }
  const defects: ProofDefect[] = []
  const key = keys.publicKeys.find((pem) => fingerprint(pem) === proof.signedBy)
  if (key === undefined) {
    const short = proof.signedBy.slice(0, 16)
    defects.push(defect('proof-signature-wrong', `${path} names the key ${short}, which is none of this store's: if it signed here before, put it into ${keys.folder} as sign-${short}.pub`, proof.company))
  } else if (!await isSigned(path, text, key)) defects.push(defect('proof-signature-wrong', `${path} is not as it was signed, or not signed with the key that it names`, proof.company))
  const heads = headsOf(path, proof)
  const root = await rootOf(heads).catch((error: unknown) => {
    if (isMissing(error)) return undefined
    throw error
  })
  if (root === undefined) defects.push(defect('proof-missing', `${heads}, which the proof ${basename(path)} is about, is not there`, proof.company))
  else if (root !== proof.root) defects.push(defect('proof-root-wrong', `${heads} has the root ${root}, and the proof says ${proof.root}: the list of heads was changed`, proof.company))
  return { proof, defects }
}

export const headsOf = (path: string, proof: Proof): string => join(dirname(path), basename(proof.heads))

/** Compares every stream that the proof knows with the store as it is now: what was changed, cut or removed since is named. */
export async function* againstHeads(db: Db, company: string, heads: string, said: string): AsyncGenerator<ProofDefect> {
  const streams = streamsOf(db, company)
  let now = await streams.next()
  for await (const head of readHeads(heads)) {
    // streams that began later are no concern of this proof
    while (!now.done && bytesBefore(now.value.stream, head.stream)) now = await streams.next()
    const { stream, sequence } = head
    if (now.done || now.value.stream !== stream) {
      yield { code: 'proof-stream-removed', company, stream, text: `${stream} had ${sequence} events in the proof of ${said}, and is gone: ${stream.startsWith('order/') ? 'the order was deleted' : 'it was deleted'}` }
    } else if (now.value.version < sequence) {
      yield { code: 'proof-stream-cut', company, stream, sequence, text: `${stream} had ${sequence} events in the proof of ${said}, and has ${now.value.version}: the last ones were removed` }
    } else {
      const digest = now.value.version === sequence ? now.value.head : await digestAt(db, company, stream, sequence)
      if (digest !== head.digest) yield { code: 'proof-event-changed', company, stream, sequence, text: `event ${sequence} of ${stream}, or one before it, is not what it was in the proof of ${said}` }
    }
  }
}

async function isSigned(path: string, text: string, key: string): Promise<boolean> {
  const signature = await readFile(path.replace(/\.json$/, '.sig')).catch((error: unknown) => {
    if (isMissing(error)) return undefined
    throw error
  })
  return signature !== undefined && verifySignature(null, Buffer.from(text), createPublicKey(key), signature)
}

const bytesBefore = (a: string, b: string): boolean => Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0
