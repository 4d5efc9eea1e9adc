import { type ReadOptions } from '../document'
import { type Acknowledgement, answerTo } from './acknowledge/answer'
import { dialect as edifact } from './edifact'
import { Reading } from './reading'
import { Received } from './received'
import { dialect as x12 } from './x12'

export { type Acknowledgement } from './acknowledge/answer'

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
  return received.interchanges.flatMap((interchange) => {
    const answer = answerTo(interchange, options.as)
    if (!answer) return []
    const control = options.control()
    return [answer.write({ interchange: control, group: control }, options.at)]
  })
}
