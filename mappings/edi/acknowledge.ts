import { type ReadOptions } from '../document'
import { contrl } from './acknowledge/contrl'
import { groupAcknowledgement, interchangeAcknowledgement } from './acknowledge/x12'
import { dialect as edifact } from './edifact'
import { Reading } from './reading'
import { Received } from './received'
import { writeEdifact } from './write/edifact'
import { writeX12 } from './write/x12'
import { dialect as x12 } from './x12'

export type Acknowledgement = '997' | '999' | 'TA1' | 'CONTRL'

export interface AcknowledgeOptions extends ReadOptions {
  as: Acknowledgement
  /** Local time of the acknowledgement, `YYYY-MM-DDTHH:MM`. */
  at: string
  /** The next control number for the partner; one is used for each interchange written. */
  control: () => number
}

/**
 * The technical acknowledgements of what was read: one interchange for each that came, addressed back to its sender. Acknowledgements
 * are never acknowledged (X12.20, ISO 9735-4); where there is nothing to answer the list is empty.
 */
export async function acknowledge(source: AsyncIterable<Buffer>, options: AcknowledgeOptions): Promise<string[]> {
  const reading = new Reading(options.as === 'CONTRL' ? edifact : x12, options)
  const received = new Received(() => reading.envelopeProblems)
  reading.received = received
  let bytes = 0
  for await (const chunk of source) {
    bytes += chunk.length
    reading.feed(chunk)
    reading.out = []
    if (reading.tokenizer.broken) break
  }
  reading.finish(bytes)
  return options.as === 'CONTRL' ? edifactAnswers(received, options) : x12Answers(received, options.as, options)
}

function x12Answers(received: Received, as: '997' | '999' | 'TA1', { at, control }: AcknowledgeOptions): string[] {
  return received.interchanges.flatMap((interchange) => {
    const envelope = { from: interchange.to, to: interchange.from, at, test: interchange.test, version: as === '999' ? '005010X231A1' : '004010' }
    if (as === 'TA1') {
      // an interchange that holds a TA1 only is itself an acknowledgement
      if (interchange.groups.length === 0 && !interchange.asked) return []
      return [writeX12({ ...envelope, version: interchange.syntax[0] ?? '00401', control: control() }, [], [interchangeAcknowledgement(interchange)])]
    }
    const groups = interchange.groups.filter(({ functional }) => functional !== 'FA')
    const [first] = groups
    if (!first) return []
    const number = control()
    const messages = groups.map((group) => ({ type: as, ...(as === '999' ? { implementation: '005010X231A1' } : {}), segments: groupAcknowledgement(group, as) }))
    return [writeX12({ ...envelope, control: number, group: { from: first.to, to: first.from, control: number } }, messages)]
  })
}

function edifactAnswers(received: Received, { at, control }: AcknowledgeOptions): string[] {
  return received.interchanges.flatMap((interchange) => {
    const messages = interchange.groups.flatMap((group) => group.messages)
    if (messages.length > 0 && messages.every(({ type }) => type === 'CONTRL')) return []
    return [writeEdifact({ from: interchange.to, to: interchange.from, at, test: interchange.test, control: String(control()) },
      [{ type: 'CONTRL', version: ['D', '3', 'UN'], segments: contrl(interchange) }])]
  })
}
