import { z } from 'zod'
import { orderDraftSchema } from '../../../orders/draft'
import { charsetOf, type EdifactMessage, writeEdifact } from './edifact'
import { edifactApplicationAnswer, edifactDespatchAdvice, edifactInvoice, edifactOrder, edifactOrderChange, edifactOrderResponse } from './edifact-documents'
import { writeX12, x12Bytes, type X12Message } from './x12'
import { x12ChangeResponse, x12DespatchAdvice, x12Invoice, x12LoadTender, x12Order, x12OrderChange, x12OrderResponse, x12WarehouseOrder } from './x12-documents'

/** From whom, to whom, under which control number. */
export interface Envelope {
  /** Qualifier and id. */
  from: readonly [qualifier: string, id: string]
  to: readonly [qualifier: string, id: string]
  control: number
  /** Local time, `YYYY-MM-DDTHH:MM`. */
  at: string
  test: boolean
}

const text = z.string().min(1)
const lines = z.array(z.looseObject({ id: text }))
const numbered = z.looseObject({ number: text, lines })
const response = z.looseObject({ number: text, order: text, issuedOn: text, outcome: z.enum(['accepted', 'changed', 'rejected']), lines: z.array(z.looseObject({ id: text, outcome: text })) })
const change = z.looseObject({ order: text, change: text, orderedOn: text, issuedOn: text, purpose: z.enum(['cancel', 'change']), lines })
const despatch = z.looseObject({ number: text, order: text, issuedOn: text, lines })
const invoice = z.looseObject({ number: text, issuedOn: text, payable: text, lines })
const tender = z.looseObject({ number: text, carrier: text, stops: z.array(z.looseObject({ action: z.enum(['load', 'unload']), party: z.looseObject({}) })) })
const answer = z.looseObject({ number: text, issuedOn: text, outcome: z.enum(['accepted', 'rejected']) })

type Write<M> = readonly [schema: z.ZodType, write: (content: never) => M]

const X12 = new Map<string, Write<X12Message>>([
  ['x12-850', [orderDraftSchema, x12Order]], ['x12-855', [response, x12OrderResponse]], ['x12-860', [change, x12OrderChange]], ['x12-865', [response, x12ChangeResponse]],
  ['x12-856', [despatch, x12DespatchAdvice]], ['x12-810', [invoice, x12Invoice]], ['x12-940', [numbered, x12WarehouseOrder]], ['x12-204', [tender, x12LoadTender]],
])
const EDIFACT = new Map<string, Write<EdifactMessage>>([
  ['edifact-orders', [orderDraftSchema, edifactOrder]], ['edifact-ordrsp', [response, edifactOrderResponse]], ['edifact-ordchg', [change, edifactOrderChange]],
  ['edifact-desadv', [despatch, edifactDespatchAdvice]], ['edifact-invoic', [invoice, edifactInvoice]], ['edifact-aperak', [answer, edifactApplicationAnswer]],
])

/** What can be written. */
export const WRITABLE: readonly string[] = [...X12.keys(), ...EDIFACT.keys()]

/** Writes our JSON as a document of a kind, in one interchange. Throws a RangeError that names what the content lacks. */
export function writeDocument(kind: string, content: unknown, { from, to, control, at, test }: Envelope): Buffer {
  const x12 = X12.get(kind)
  if (x12) {
    const message = made(kind, x12, content)
    return x12Bytes(writeX12({ from, to, control, at, test, version: '004010', group: { from: from[1], to: to[1], control } }, [message]))
  }
  const edifact = EDIFACT.get(kind)
  if (!edifact) throw new RangeError(`${kind} is not written; there are ${WRITABLE.join(', ')}`)
  const written = writeEdifact({ from, to, control: String(control), at, test }, [made(kind, edifact, content)])
  return Buffer.from(written, charsetOf(written))
}

function made<M>(kind: string, [schema, write]: Write<M>, content: unknown): M {
  const checked = schema.safeParse(content)
  if (!checked.success) throw new RangeError(`this is no content of ${kind}: ${checked.error.issues.slice(0, 5).map((issue) => `${issue.path.join('.') || 'the whole'}: ${issue.message}`).join('; ')}`)
  return write(checked.data as never)
}
