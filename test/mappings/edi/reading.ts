import { type Read, type Reader, type ReadFile, type ReadMessage, type ReadOptions } from '../../../mappings/document'

/** Everything that a reader makes of some bytes, given in chunks of a size. */
export async function readAll(reader: Reader, content: string | Buffer, options: Partial<ReadOptions> = {}, chunk = 1 << 16): Promise<{ messages: ReadMessage[]; file: ReadFile }> {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'latin1') : content
  async function* source(): AsyncIterable<Buffer> {
    for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk)
  }
  const read: Read[] = []
  for await (const event of reader.read(source(), { file: 'sample.edi', ...options })) read.push(event)
  return { messages: read.filter((event) => event.kind === 'message'), file: read.at(-1) as ReadFile }
}

/** All problems of a reading, as `code tag.element` where they have a place, for comparing at a glance. */
export async function problemsOf(reader: Reader, content: string | Buffer, options: Partial<ReadOptions> = {}): Promise<string[]> {
  const { messages, file } = await readAll(reader, content, options)
  return [...messages.flatMap(({ problems }) => problems), ...file.problems].map(({ code, severity }) => `${severity} ${code}`)
}

/** An X12 interchange around the segments of one transaction set; the counts are right unless the segments say otherwise. */
export function x12File(segments: string[], { type = '850', group = 'PO', terminator = '~\n', isa = ISA }: { type?: string; group?: string; terminator?: string; isa?: string } = {}): string {
  return [isa, `GS*${group}*BUYERAPP*SELLERAPP*20260302*0910*77*X*004010`, `ST*${type}*0001`, ...segments, `SE*${segments.length + 2}*0001`, 'GE*1*77', 'IEA*1*000000905']
    .join(terminator) + terminator
}
export const ISA = 'ISA*00*          *00*          *01*123456789      *ZZ*NORDWERK       *260302*0910*U*00401*000000905*0*P*>'

/** An EDIFACT interchange around the segments of one message. */
export function edifactFile(segments: string[], { type = 'ORDERS', version = 'D:96A:UN:EAN008', una = "UNA:+.? '", syntax = 'UNOC:3' } = {}): string {
  return `${una}${[`UNB+${syntax}+4012345000009:14+5412345000013:14+260302:0910+4711`, `UNH+1+${type}:${version}`, ...segments,
    `UNT+${segments.length + 2}+1`, 'UNZ+1+4711'].join("'\n")}'\n`
}
