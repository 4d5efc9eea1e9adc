import { type Read, type ReadFile, type ReadMessage, type ReadOptions } from '../../mappings/document'
import { readDocument } from '../../mappings/read'

/** All that reading a document gave, parted into messages and the file. */
export async function readAll(content: string | Buffer | AsyncIterable<Buffer>, options: Partial<ReadOptions> = {}): Promise<{ messages: ReadMessage[]; file: ReadFile }> {
  const reads: Read[] = []
  for await (const read of readDocument(typeof content === 'string' ? Buffer.from(content) : content, { file: 'orders.csv', ...options })) reads.push(read)
  const file = reads.at(-1)
  if (file?.kind !== 'file') throw new Error('the last event must be the file')
  return { messages: reads.filter((read) => read.kind === 'message'), file }
}

/** Codes of the problems, each with its line: `quote-not-closed@3`. */
export const codes = (problems: { code: string; line?: number }[]): string[] => problems.map((p) => (p.line ? `${p.code}@${p.line}` : p.code))
