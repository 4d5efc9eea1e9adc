import { createReadStream, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { fileSource } from '../../cli/fileSource'
import { type Reader } from '../../mappings/document'
import { dialect as edifactDialect, edifact } from '../../mappings/edi/edifact'
import { EdifactInterchanges } from '../../mappings/edi/edifact/interchange'
import { type Mapping } from '../../mappings/edi/message'
import { Reading } from '../../mappings/edi/reading'
import { unmapped } from '../../mappings/edi/unmapped'
import { dialect as x12Dialect, x12 } from '../../mappings/edi/x12'
import { X12Interchanges } from '../../mappings/edi/x12/interchange'

/** One measurement in a process of its own: what was read, by whom, in which file. */
export interface Measured {
  messages: number
  problems: number
  peakMiB: number
  /** Milliseconds of a processor, the system's and those of the compiler's threads among them. */
  processor: number
}

type Found = Omit<Measured, 'peakMiB' | 'processor'>

/** Our reader, all checks on, to drafts. */
async function drafts(reader: Reader, file: string): Promise<Found> {
  let messages = 0
  let problems = 0
  for await (const event of reader.read(fileSource(file), { file })) {
    if (event.kind === 'message' && event.order) messages++
    problems += event.problems.length
  }
  return { messages, problems }
}

/** Makes nothing of a message, and is not the reader's own word for a type that it does not know, which it reports. */
const unread: Mapping = (context) => unmapped(context)

/** Our reader, all checks and positions on, without making documents. */
async function checks(format: 'x12' | 'edifact', file: string): Promise<Found> {
  const dialect = format === 'x12' ? { ...x12Dialect, interpreter: (reading: Reading) => new X12Interchanges(reading, () => unread) }
    : { ...edifactDialect, interpreter: (reading: Reading) => new EdifactInterchanges(reading, () => unread) }
  const reading = new Reading(dialect, { file })
  let messages = 0
  let problems = 0
  const take = (): void => {
    for (const event of reading.out) {
      if (event.kind === 'message') messages++
      problems += event.problems.length
    }
    reading.out = []
  }
  const source = fileSource(file)
  for await (const chunk of source) {
    reading.feed(chunk)
    take()
    source.recycle?.(chunk)
  }
  reading.finish(0)
  take()
  return { messages, problems }
}

/** The peers' packages are not ours: they are required by name from the folder that the run installed them to. */
const peer = (name: string): unknown => createRequire(join(process.env.PEERS ?? '', 'peers.js'))(name)

async function nodeX12(file: string): Promise<Found> {
  const { X12Parser } = peer('node-x12') as { X12Parser: new () => NodeJS.ReadWriteStream }
  let messages = 0
  await new Promise<void>((resolve, reject) => {
    const sink = new Writable({ objectMode: true, highWaterMark: 1024, write(segment: { tag: string }, _encoding, done) {
      if (segment.tag === 'ST') messages++
      done()
    } })
    createReadStream(file).pipe(new X12Parser()).on('error', reject).pipe(sink).on('finish', resolve).on('error', reject)
  })
  return { messages, problems: 0 }
}

async function stedi(file: string): Promise<Found> {
  const { ack } = peer('@stedi/x12-tools') as { ack: (text: string, control: string, group: string) => unknown }
  ack(readFileSync(file, 'utf8'), '1', '1')
  return { messages: 0, problems: 0 }
}

async function nodeEdifact(file: string): Promise<Found> {
  type EdifactParser = { onopensegment: (tag: string) => void; oncomponent: () => void; write(text: string): void; end(): void }
  const Parser = peer('edifact/parser.js') as new (validator: unknown) => EdifactParser
  const Validator = peer('edifact/validator.js') as new () => unknown
  const parser = new Parser(new Validator())
  let messages = 0
  parser.onopensegment = (tag) => {
    if (tag === 'UNH') messages++
  }
  parser.oncomponent = () => undefined
  for await (const chunk of createReadStream(file, { encoding: 'latin1' })) parser.write(chunk as string)
  parser.end()
  return { messages, problems: 0 }
}

const SUBJECTS: Record<string, (file: string) => Promise<Found>> = {
  'ours x12 checks': (file) => checks('x12', file), 'ours x12 drafts': (file) => drafts(x12, file), 'ours edifact checks': (file) => checks('edifact', file), 'ours edifact drafts': (file) => drafts(edifact, file),
  'node-x12 stream': nodeX12, '@stedi/x12-tools ack()': stedi, 'edifact parser': nodeEdifact,
}

/** Runs one subject over one file and prints what it measured. */
export async function measure(subject: string, file: string): Promise<void> {
  const found = await SUBJECTS[subject]!(file)
  const peak = /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0'
  const { user, system } = process.cpuUsage()
  process.stdout.write(`${JSON.stringify({ ...found, peakMiB: Math.round(Number(peak) / 1024), processor: (user + system) / 1000 })}\n`)
}
