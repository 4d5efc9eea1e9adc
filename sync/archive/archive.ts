import { type Evidence } from '../evidence'
import { type Context } from '../context'
import { type Absent, type ArchiveFile, filesOf, safe } from './files'
import { MANIFEST, type Placed, writeFolder } from './folder'

/** A text for people that goes into the archive as it is. */
export interface ArchiveText { path: string; text: string }

export interface Archived extends Placed {
  absent: Absent[]
}

/**
 * R-CLS-02: writes all files of an order as one folder that is read without this product, with a manifest of hashes. The same order in the same state gives the
 * same bytes, so that a second time adds nothing.
 */
export async function archive(context: Pick<Context, 'store'>, { asOf: _when, ...evidence }: Evidence, { dir, texts }: { dir: string; texts: readonly ArchiveText[] }): Promise<Archived> {
  const absent: Absent[] = []
  const name = safe(evidence.order.number ?? evidence.order.id)
  const all = async function* (): AsyncGenerator<ArchiveFile> {
    for await (const file of filesOf(context.store, { asOf: '', ...evidence })) {
      if ('why' in file) absent.push(file)
      else yield file
    }
    yield { path: 'evidence.json', bytes: Buffer.from(`${JSON.stringify(evidence, undefined, 2)}\n`) }
    for (const { path, text } of texts) yield { path, bytes: Buffer.from(text) }
    yield { path: 'README.txt', bytes: Buffer.from(readme(name, evidence, absent)) }
  }
  return { ...await writeFolder(dir, name, all()), absent }
}

const WHY: Record<Absent['why'], string> = { erased: 'erased by order', missing: 'not kept any more', changed: 'not what it was when it was kept' }

/** What whoever opens the folder in ten years has to know. */
function readme(name: string, { company, order, statements, missing, defects }: Omit<Evidence, 'asOf'>, absent: readonly Absent[]): string {
  const isErased = statements.some(({ event }) => event.type === 'erased')
  return `${name} of ${company}, as of event ${order.version}: ${order.status}

order.txt            the order, for reading                      order.json     the same, as data
evidence.txt         what proves it, and what is missing         evidence.json  the same, with every event
exchanges.json       what every system was asked and what it answered, attempt by attempt
received/            documents as they came, byte for byte
confirmations/       what the customer sent or signed to confirm it, byte for byte
sent/                documents as they went to the partner
documents/           despatches, invoices, payments and returns as the systems reported them
events/              every event as it was sealed: the SHA-256 of a line (without its end) is its digest, and the "previous" of the next line;
                     what "$personal" stands for is in the file beside it, and the SHA-256 of its salt and value is the mark
proofs/              the signed proofs of the nights that hold these events; the lists of heads that they are over lie with all proofs

Check the files:     sha256sum -c ${MANIFEST}
Check a proof:       openssl pkeyutl -verify -pubin -inkey proofs/proof.pub -rawin -in proofs/FILE.json -sigfile proofs/FILE.sig
${absent.length === 0 ? '' : `\nNot in it:\n${absent.map(({ path, why }) => `  ${path}: ${WHY[why]}\n`).join('')}`}${isErased ? '\nPersonal data of this order were erased by order: who did it, when and why is in the last events.\n' : ''}${
  missing.length + defects.length === 0 ? '' : `\nMissing or contradicted:\n${[...defects, ...missing].map(({ text }) => `  ${text}\n`).join('')}`}`
}
