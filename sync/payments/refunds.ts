import { compare } from '../../orders/decimal'
import { amount as inMinorUnits } from '../../orders/money'
import { type Order } from '../../orders/order'
import * as cases from '../../store/cases'
import { type Tx } from '../../store/store'
import { type Context, instant } from '../context'
import { uuidv7 } from '../ids'
import { type Submission } from '../submit'

export const REFUND_DIFFERS = 'refund-differs'

/** R-RET-02: a refund that was carried out over another amount than was asked, or did not reach the customer, is a case at once: what becomes of it only a person can say. */
export async function noteRefund(context: Context, tx: Tx, { command }: Submission, order: Order): Promise<void> {
  if (command.type !== 'refund' && command.type !== 'failRefund') return
  const asked = order.refunds?.find((one) => one.asked === command.asked)
  if (!asked || (command.type === 'refund' && compare(asked.amount, command.amount) === 0)) return
  const { issuer, refund } = command
  const { company, id, number = id, currency = '' } = order
  const [amount, wanted] = [command.amount, asked.amount].map((one) => inMinorUnits(one, currency))
  const text = command.type === 'refund'
    ? `${number}: ${issuer} gave back ${amount} ${currency} as ${refund} for ${asked.creditNote}, and was asked for ${wanted} ${currency}. It is booked as it went. Settle the rest with the customer, and close this with how.`
    : `${number}: the refund ${refund} of ${amount} ${currency} by ${issuer} for ${asked.creditNote} did not reach the customer: ${command.reason ?? 'without a reason'}. Pay him otherwise, put right in finance what is booked of it, and close this with how.`
  await cases.open(tx, {
    id: uuidv7(), company, kind: REFUND_DIFFERS, system: issuer, subject: `order/${id}`, field: `refund ${refund} ${command.type === 'refund' ? 'amount' : 'state'}`, owner: 'finance', seenAt: instant(context),
    ours: `${wanted} ${currency}`, theirs: command.type === 'refund' ? `${amount} ${currency}` : 'failed', text, detail: { command },
  })
}
