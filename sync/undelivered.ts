import * as cases from '../store/cases'
import { type Tx } from '../store/store'
import { type Context, instant } from './context'
import { uuidv7 } from './ids'
import { type Submission } from './submit'

/** What a carrier could not deliver (damaged, refused) waits for a person: no rule knows what the customer wants. */
export async function noteUndelivered(context: Context, tx: Tx, { subject, command }: Submission): Promise<void> {
  if (command.type !== 'track' || command.stage !== 'exception') return
  const { issuer, shipment, place, at, reason = 'without a reason' } = command
  await cases.open(tx, {
    id: uuidv7(), company: subject.company, kind: 'undelivered', system: issuer, subject: `order/${subject.order}`, field: `shipment ${shipment} ${at ?? ''}`.trim(),
    text: `${issuer} could not deliver shipment ${shipment}${place === undefined ? '' : ` in ${place}`}: ${reason}. Agree with the customer what becomes of it, and tell the carrier.`,
    seenAt: instant(context), detail: { command },
  })
}
