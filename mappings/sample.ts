import { type Profile } from './profile'
import { type Difference, differences } from './difference'
import { readDocument } from './read'
import { type Sample } from './sampleSchema'

/** What is made of one message, as golden samples have it. */
export interface MadeMessage {
  type: string
  control?: string
  /** Codes of its problems but notes, in their order. */
  problems: string[]
  order?: unknown
  document?: unknown
}

/** What a profile makes of a document, message by message; problems of the file stand first, as a message of the type `file`, where there are any. */
export async function madeOf(bytes: Buffer, file: string, profile: Profile | undefined): Promise<MadeMessage[]> {
  const made: MadeMessage[] = []
  const codes = (problems: readonly { code: string; severity: string }[]): string[] => problems.filter(({ severity }) => severity !== 'note').map(({ code }) => code)
  for await (const read of readDocument(bytes, { file, profile: () => profile })) {
    if (read.kind === 'message') made.push(plain({ type: read.type, control: read.control, problems: codes(read.problems), order: read.order, document: read.document }))
    else if (codes(read.problems).length > 0) made.unshift({ type: 'file', problems: codes(read.problems) })
  }
  return made
}

/** Where a profile makes something else of a sample than it must. */
export async function trySample(sample: Sample, profile: Profile): Promise<Difference[]> {
  return differences(sample.expected, await madeOf(Buffer.from(sample.content, sample.encoding ?? 'utf8'), sample.name, profile))
}

const plain = (made: MadeMessage): MadeMessage => JSON.parse(JSON.stringify(made)) as MadeMessage
