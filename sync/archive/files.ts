import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Order } from '../../orders/order'
import * as arrivals from '../../store/arrivals'
import * as documents from '../../store/documents'
import * as orderDocuments from '../../store/orderDocuments'
import * as outbox from '../../store/outbox'
import { sealedEvents } from '../../store/sealedEvents'
import { type Store } from '../../store/store'
import { keptAs } from '../../store/verify/documents'
import { type Evidence } from '../evidence'
import { exchangesOf } from '../exchanges'
import { isMissing } from '../proof/files'
import { proofFolders } from '../proof/folder'

/** A file of an archive; its path is below the folder, with `/` on every system. */
export interface ArchiveFile {
  path: string
  bytes: Buffer
}

/** A file that should be there and is not, with why. */
export interface Absent {
  path: string
  why: 'erased' | 'missing' | 'changed'
}

/** Everything that there is of an order, file by file: what came and went byte for byte, what the systems made of it, its events as they were sealed, and the proofs that hold them. */
export async function* filesOf(store: Store, evidence: Evidence): AsyncGenerator<ArchiveFile | Absent> {
  const taken = new Set<string>()
  for await (const file of namedFiles(store, evidence)) yield { ...file, path: free(file.path, taken) }
}

async function* namedFiles(store: Store, { company, order, statements, exchanged, chains }: Evidence): AsyncGenerator<ArchiveFile | Absent> {
  yield json('order.json', order)
  yield json('exchanges.json', await exchangesOf(store, order))
  yield* keptFiles(store, 'received', await receivedOf(store, order, [...statements.map(({ event }) => event.cause), ...exchanged.map(({ answeredBy }) => `arrival/${answeredBy ?? ''}`)]))
  yield* keptFiles(store, 'confirmations', [...new Set((order.confirmations ?? []).flatMap(({ document }) => document ?? []))].map((sha256) => ({ sha256, name: sha256 })))
  yield* keptFiles(store, 'sent', await sentOf(store, company, order))
  for (const { kind, issuer, number } of uniqueDocuments(order)) {
    const record = await orderDocuments.get(store, company, kind, issuer, number)
    if (record) yield json(`documents/${safe(`${kind}-${issuer}-${number}`)}.json`, record)
  }
  for (const { stream } of chains) yield* eventFiles(store, company, stream)
  yield* proofFiles(store, company, [...new Set(chains.flatMap(({ covered }) => covered.map(({ file }) => file)))].sort())
}

interface Named { sha256: string; name: string }

/** The document that it was read from, those that changed it, and what acknowledged ours: each content once, in the order in which they came. */
async function receivedOf(store: Store, { document }: Order, causes: readonly string[]): Promise<Named[]> {
  const came = [...document === undefined ? [] : (await arrivals.ofDocument(store, document)).slice(0, 1)]
  for (const id of new Set(causes.filter((cause) => cause.startsWith('arrival/')).map((cause) => cause.slice('arrival/'.length)))) {
    const arrival = await arrivals.get(store, id)
    if (arrival) came.push(arrival)
  }
  const names = new Map<string, string>()
  for (const { sha256, fileName } of came.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))) if (!names.has(sha256)) names.set(sha256, fileName ?? sha256)
  return [...names].map(([sha256, name]) => ({ sha256, name }))
}

/** What was put out to the partner: answers, despatch advices, invoices, and whatever else was made of it. */
async function sentOf(store: Store, company: string, { id }: Order): Promise<Named[]> {
  const names = new Map<string, string>()
  for (const { kind, body } of await outbox.ofStream(store, company, `order/${id}`)) {
    const { sha256, fileName } = (body ?? {}) as { sha256?: unknown; fileName?: unknown }
    if (kind === 'document' && typeof sha256 === 'string' && !names.has(sha256)) names.set(sha256, typeof fileName === 'string' ? fileName : sha256)
  }
  return [...names].map(([sha256, name]) => ({ sha256, name }))
}

async function* keptFiles(store: Store, folder: string, named: readonly Named[]): AsyncGenerator<ArchiveFile | Absent> {
  for (const [place, { sha256, name }] of named.entries()) {
    const path = `${folder}/${place + 1}-${safe(name)}`
    const kept = await keptAs(store, sha256)
    const bytes = kept === 'whole' ? await documents.read(store, sha256) : undefined
    yield bytes ? { path, bytes } : { path, why: kept === 'erased' ? 'erased' : kept === 'missing' ? 'missing' : 'changed' }
  }
}

/** A line an event, whose SHA-256 without the line end is its digest and the `previous` of the next; the personal values that its marks stand for are beside it. */
async function* eventFiles(store: Store, company: string, stream: string): AsyncGenerator<ArchiveFile> {
  const sealed = await sealedEvents(store, company, stream)
  const name = `events/${safe(stream.replaceAll('/', '-'))}`
  yield lines(`${name}.ndjson`, sealed.map(({ envelope }) => envelope))
  const personal = sealed.flatMap(({ sequence, personal }) => personal.map((one) => JSON.stringify({ sequence, ...one })))
  if (personal.length > 0) yield lines(`${name}.personal.ndjson`, personal)
}

/** The proofs with their signatures; the list of heads that each is over has every other order in it, and stays with the proofs. */
async function* proofFiles(store: Store, company: string, files: readonly string[]): AsyncGenerator<ArchiveFile> {
  if (files.length === 0) return
  const folders = await proofFolders(store, company)
  for (const name of [...files.flatMap((file) => [file, file.replace(/\.json$/, '.sig')]), 'proof.pub']) {
    for (const folder of folders) {
      const bytes = await readFile(join(folder, name)).catch((error: unknown) => { if (isMissing(error)) return undefined; throw error })
      if (!bytes) continue
      yield { path: `proofs/${name}`, bytes }
      break
    }
  }
}

const uniqueDocuments = ({ documents: all }: Order): Order['documents'] => [...new Map(all.map((one) => [`${one.kind} ${one.issuer} ${one.number}`, one])).values()]

const json = (path: string, value: unknown): ArchiveFile => ({ path, bytes: Buffer.from(`${JSON.stringify(value, undefined, 2)}\n`) })
const lines = (path: string, texts: readonly string[]): ArchiveFile => ({ path, bytes: Buffer.from(texts.map((text) => `${text}\n`).join('')) })

/** A name as a file's on any system, and as a line of the manifest: names from outside may hold whatever they like. */
export const safe = (name: string): string => name.replace(/[^\w.-]+|\.{2,}/g, '_').replace(/^[.-]+/, '_').slice(-120) || '_'

/** A path that is not taken yet: names that differ in what no file may be called come out the same. */
function free(path: string, taken: Set<string>): string {
  const dot = path.lastIndexOf('.')
  let name = path
  for (let no = 2; taken.has(name); no++) name = dot > path.lastIndexOf('/') ? `${path.slice(0, dot)}-${no}${path.slice(dot)}` : `${path}-${no}`
  taken.add(name)
  return name
}
