import { join } from 'node:path'
import { type StoredEvent } from '../../orders/event'
import { type Store } from '../../store/store'
import { checkProof, headsOf } from './against'
import { proofFolders } from './folder'
import { readHeads } from './heads'
import { inTime, proofsIn } from './write'

/** A nightly proof, and up to which event of a stream it is about. */
export interface Covering {
  file: string
  date: string
  root: string
  signedBy: string
  upTo: number
}

/** How far the proofs of the nights reach into a stream, the oldest first; and what of them cannot be, each as a sentence. */
export interface Coverage {
  covered: Covering[]
  contradictions: string[]
}

/**
 * Looks for the nightly proofs that hold the events of these streams: of each event the first sound one that was written after it. Only those nights are
 * read in which something of the streams was new. A proof that is not sound counts for nothing, and is named.
 */
export async function coverageOf(store: Store, company: string, streams: ReadonlyMap<string, readonly StoredEvent[]>): Promise<Map<string, Coverage>> {
  const coverage = new Map<string, Coverage>([...streams.keys()].map((stream) => [stream, { covered: [], contradictions: [] }]))
  const reached = (stream: string): number => coverage.get(stream)!.covered.at(-1)?.upTo ?? 0
  const failed = new Set<string>()
  for (const { path, file, proof } of await proofsOf(store, company)) {
    const wanted = new Set([...streams].filter(([stream, events]) => !failed.has(stream) && events.some(({ sequence, at }) => sequence > reached(stream) && at <= proof.writtenAt)).map(([stream]) => stream))
    if (wanted.size === 0) continue
    const { defects } = await checkProof(path, store.keys)
    if (defects.length > 0) {
      for (const stream of wanted) coverage.get(stream)!.contradictions.push(...defects.map(({ text }) => text))
      continue
    }
    for await (const { stream, sequence, digest } of readHeads(headsOf(path, proof))) {
      if (!wanted.has(stream)) continue
      const event = streams.get(stream)!.find((one) => one.sequence === sequence)
      if (event?.digest === digest) coverage.get(stream)!.covered.push({ file, date: proof.date, root: proof.root, signedBy: proof.signedBy, upTo: sequence })
      else {
        failed.add(stream)
        coverage.get(stream)!.contradictions.push(event ? `event ${sequence} of ${stream}, or one before it, is not what it was in the proof ${file}` : `${stream} had ${sequence} events in the proof ${file}, and has fewer now`)
      }
    }
  }
  return coverage
}

/** The proof that an event is held by; undefined where none is yet. */
export const coveringOf = ({ covered }: Coverage, sequence: number): Covering | undefined => covered.find(({ upTo }) => upTo >= sequence)

async function proofsOf(store: Store, company: string): Promise<{ path: string; file: string; proof: Awaited<ReturnType<typeof proofsIn>>[number]['proof'] }[]> {
  const found = []
  for (const dir of await proofFolders(store, company)) for (const one of await proofsIn(dir, company)) found.push({ ...one, path: join(dir, one.file) })
  return found.sort(inTime)
}
