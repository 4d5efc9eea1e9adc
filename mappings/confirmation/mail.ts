import { schemeName } from '../../orders/identifier'
import { createHash } from 'node:crypto'
import { type Confirmation } from './confirmation'
import { confirmationPdf } from './pdf'
import { confirmationText } from './text'
import { wordingOf } from './words'

/**
 * The confirmation as an e-mail (RFC 5322), text and PDF, from the seller's address to the buyer's. The same confirmation gives the same bytes and
 * Message-ID, so that a second sending is known as the first. Throws a RangeError where an address is missing.
 */
export async function confirmationMail(confirmation: Confirmation): Promise<Buffer> {
  // needed by this document only
  const { default: Composer } = await import('nodemailer/lib/mail-composer')
  const { words } = wordingOf(confirmation)
  const from = addressOf(confirmation, 'seller')
  const to = addressOf(confirmation, 'buyer')
  const pdf = await confirmationPdf(confirmation)
  const text = confirmationText(confirmation)
  const digest = createHash('sha256').update(text).update(pdf).digest('hex').slice(0, 32)
  return new Composer({
    from, to, subject: `${words.title} ${confirmation.number} (${confirmation.order})`, date: new Date(`${confirmation.issuedOn.slice(0, 10)}T00:00:00Z`), messageId: `<confirmation.${digest}@${from.address.split('@')[1]}>`,
    baseBoundary: digest, text, textEncoding: 'base64', attachments: [{ filename: `${words.title.replaceAll(' ', '-')}-${confirmation.number.replace(/[^\w.-]/g, '_')}.pdf`, content: pdf, contentType: 'application/pdf' }],
  }).compile().build()
}

function addressOf(confirmation: Confirmation, role: 'buyer' | 'seller'): { name: string; address: string } {
  const party = confirmation[role]
  const address = party.contact?.email ?? party.identifiers.find(({ scheme }) => schemeName(scheme) === 'email')?.value
  if (address === undefined || !/^[^\s@<>,;]+@[^\s@<>,;]+$/.test(address)) throw new RangeError(`The confirmation needs the e-mail address of the ${role}. Give ${role}.contact.email.`)
  return { name: party.contact?.name ?? party.name ?? '', address }
}
