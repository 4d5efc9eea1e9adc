import { Reading } from './reading'
import { dialect as x12 } from './x12'

/** What a TA1 says of an interchange of ours. */
export interface InterchangeAnswer {
  /** Who says it, and to whom (I05 and id). */
  from: [qualifier: string, id: string]
  to: [qualifier: string, id: string]
  /** Control number of the interchange that it is about. */
  control: string
  outcome: 'accepted' | 'acceptedWithErrors' | 'rejected'
  /** Note code (I18): `000` where there is nothing to say. */
  code: string
}

const OUTCOME = new Map([['A', 'accepted'], ['E', 'acceptedWithErrors']] as const)

/** Every TA1 of an X12 file: they stand between the envelopes, and belong to no transaction set. */
export function interchangeAnswers(bytes: Buffer): InterchangeAnswer[] {
  if (!bytes.includes('TA1')) return []
  const answers: InterchangeAnswer[] = []
  let parties: Pick<InterchangeAnswer, 'from' | 'to'> | undefined
  const reading = new Reading({
    ...x12,
    interpreter: () => ({
      segment: (s) => {
        if (s.tag === 'ISA') parties = { from: [s.text(5), s.text(6)], to: [s.text(7), s.text(8)] }
        else if (s.tag === 'TA1' && parties) answers.push({ ...parties, control: s.text(1), outcome: OUTCOME.get(s.text(4) as 'A') ?? 'rejected', code: s.text(5) })
      },
      end: () => undefined,
    }),
  }, { file: '' })
  reading.feed(bytes)
  reading.finish(bytes.length)
  return answers
}
