import { type Outgoing } from '../connector'
import { Fault } from '../fault'
import { readAnswerBody } from './bodies'
import { type Desk } from './desk'
import { answerNote, isWon, type Quotation, readQuotations } from './quotation'

const SALE = 'sale.sale'
/** More than an answer needs; so many rounds without an end mean that it moves in a circle. */
const ROUNDS = 5

/**
 * Tells a quotation what became of the order that came of it, from wherever an earlier attempt broke off. Accepted, its note says our number, and it
 * is confirmed without deliveries and invoices of its own, which wins the opportunity; rejected, it is cancelled, which loses it. What is confirmed
 * cannot be cancelled there any more: then only the note says that the order was.
 */
export async function answerQuotation(desk: Desk, message: Outgoing): Promise<Quotation> {
  const { rpc } = desk
  const { number, outcome, reason } = readAnswerBody(message.body)
  const order = message.ourId.split('/')[0]!
  const { id, told } = await knownQuotation(desk, message)
  if (told?.order !== order || told.outcome !== outcome) await rpc.create('ir.note', { resource: `${SALE},${id}`, message: answerNote(order, number, outcome, reason) })
  for (let round = 0; round < ROUNDS; round++) {
    const quotation = await knownQuotation(desk, message)
    const refuse = (why: string): Fault => new Fault('refused', `${rpc.system}: quotation ${quotation.number} ${why}`)
    if (quotation.state === 'confirmed') await rpc.press(SALE, id, 'process')
    else if (outcome !== 'accepted') {
      if (quotation.state !== 'quotation') return quotation
      await rpc.press(SALE, id, 'cancel')
    } else {
      if (isWon(quotation.state)) return quotation
      if (quotation.state === 'cancelled') throw refuse(`is cancelled there, and ${number ?? 'the order'} was made of it: cancel the order, or set the quotation back to draft there and quote it again`)
      if (quotation.shipmentMethod !== 'manual' || quotation.invoiceMethod !== 'manual') await rpc.write(SALE, [id], { shipment_method: 'manual', invoice_method: 'manual' })
      await rpc.press(SALE, id, 'confirm')
    }
    const after = await knownQuotation(desk, message)
    if (after.state === quotation.state) throw refuse(`stays ${after.state} although it was answered: look at it there, then send again`)
  }
  throw new Fault('refused', `${rpc.system}: quotation ${id} does not come to rest: somebody changes it there at the same time`)
}

/** The quotation of an answer's id, `<our order id>/<number>`: the first of several. */
export async function quotationOf(desk: Desk, ourId: string): Promise<Quotation | undefined> {
  const number = ourId.split('/').slice(1).join('/')
  return (await readQuotations(desk, [['number', '=', number]], { order: [['id', 'ASC']], limit: 1 }))[0]
}

async function knownQuotation(desk: Desk, message: Outgoing): Promise<Quotation> {
  const quotation = await quotationOf(desk, message.ourId)
  if (!quotation) throw new Fault('refused', `${desk.rpc.system} has no quotation ${message.ourId.split('/').slice(1).join('/')} of an opportunity (any more, or it was set back to draft): there is nothing to tell`)
  return quotation
}
