import * as cases from '../store/cases'
import { sha256 } from '../store/digest'
import { type CaseRecord } from '../store/records'
import { type Tx } from '../store/store'
import * as streams from '../store/streams'
import { type Context, instant } from './context'

/** What a person does besides deciding on orders: each is told in a stream of what it was done to. */
type Deed =
  | { type: 'caseClosed'; data: { kind: string; system: string; subject: string; field: string; result: string } }
  | { type: 'sentAgain'; data: { system: string; kind: string; action: string; ourId: string; before: string; attempts: number } }
  | { type: 'documentSentAgain'; data: { partner: string; control: string; as: string; reason: string } }
  | { type: 'secretChanged'; data: { system: string; webhook?: true; before: 'none' | 'another' | 'the same' } }

/** R-AUD-01: tells who did it, when, to what and as what it was before, in the transaction that does it: nothing is done without an entry. */
export async function tellDeed(context: Context, tx: Tx, company: string, subject: string, deed: Deed, at = instant(context)): Promise<void> {
  const circumstance = { at, actor: context.actor, cause: 'command', correlation: subject }
  await streams.append(tx, [{ company, stream: subject, expected: await streams.version(tx, company, subject), circumstance, events: [deed] }])
}

/** A person closes a case; false where it is not open any more. */
export async function closeCase(context: Context, tx: Tx, one: CaseRecord, result: string): Promise<boolean> {
  // the row and the entry tell the same moment
  const at = instant(context)
  if (!await cases.close(tx, one.id, { result, by: context.actor, at })) return false
  const { company, id, kind, system, subject, field } = one
  await tellDeed(context, tx, company, caseStream(id), { type: 'caseClosed', data: { kind, system, subject, field, result: resultDigest(id, result) } }, at)
  return true
}

export const caseStream = (id: string): string => `case/${id}`

/** What a person wrote may name another, and is to go with him: the entry only tells whether it is still what was written. */
export const resultDigest = (id: string, result: string): string => sha256(`${id}\n${result}`)
