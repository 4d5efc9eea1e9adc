import { createHash } from 'node:crypto'
import { type Party } from '../../orders/draft'
import { type Reminder } from '../../orders/dunning'
import { amount } from '../../orders/money'
import { schemeName } from '../../orders/identifier'

/** A reminder as it is sent: what is owed, by whom and to whom. */
export interface ReminderLetter extends Reminder {
  number: string
  issuedOn: string
  seller: Party
  debtor: Party
}

/** Every word of a reminder, by language. */
const WORDS = {
  en: { title: 'Payment reminder', level: 'Reminder', invoice: 'Invoice', due: 'due', days: 'days overdue', open: 'open', fee: 'Reminder fee', total: 'Please pay', text: ['We have not received the following payments. If you have paid meanwhile, please ignore this reminder.', 'Please pay what is overdue now. We may hold further deliveries.', 'This is our last reminder: deliveries are held until the amount is paid.'] },
  de: { title: 'Zahlungserinnerung', level: 'Mahnstufe', invoice: 'Rechnung', due: 'fällig', days: 'Tage überfällig', open: 'offen', fee: 'Mahngebühr', total: 'Bitte zahlen Sie', text: ['Folgende Zahlungen haben wir noch nicht erhalten. Sollten Sie inzwischen gezahlt haben, ist diese Erinnerung gegenstandslos.', 'Bitte begleichen Sie die überfälligen Beträge jetzt. Weitere Lieferungen können wir zurückhalten.', 'Dies ist unsere letzte Mahnung: Lieferungen werden zurückgehalten, bis der Betrag beglichen ist.'] },
} as const

/** The reminder as an e-mail (RFC 5322), the same bytes for the same reminder. Throws a RangeError where an address is missing. */
export async function reminderMail(letter: ReminderLetter): Promise<Buffer> {
  // needed by this document only
  const { default: Composer } = await import('nodemailer/lib/mail-composer')
  const words = WORDS[letter.debtor.address?.country === 'DE' || letter.debtor.address?.country === 'AT' ? 'de' : 'en']
  const text = reminderText(letter, words)
  const [from, to] = [addressOf(letter.seller, 'seller'), addressOf(letter.debtor, 'customer')]
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 32)
  return new Composer({
    from, to, subject: `${words.title} ${letter.number}`, date: new Date(`${letter.issuedOn}T00:00:00Z`), messageId: `<reminder.${digest}@${from.address.split('@')[1]}>`, baseBoundary: digest, text, textEncoding: 'base64',
  }).compile().build()
}

function reminderText({ number, level, items, currency, fee, payable, issuedOn, seller, debtor }: ReminderLetter, words: (typeof WORDS)[keyof typeof WORDS]): string {
  const money = (value: string): string => `${amount(value, currency)} ${currency}`
  return [
    debtor.name ?? '', '', `${words.title} ${number} (${words.level} ${level})`, issuedOn, '', words.text[Math.min(level, words.text.length) - 1]!, '',
    ...items.map((item) => `${words.invoice} ${item.invoice}: ${words.due} ${item.dueOn}, ${item.days} ${words.days}, ${money(item.open)} ${words.open}`),
    ...(Number(fee) === 0 ? [] : [`${words.fee}: ${money(fee)}`]), '', `${words.total}: ${money(payable)}`, '', seller.name ?? '', '',
  ].join('\n')
}

function addressOf(party: Party, role: string): { name: string; address: string } {
  const address = party.contact?.email ?? party.identifiers.find(({ scheme }) => schemeName(scheme) === 'email')?.value
  if (address === undefined || !/^[^\s@<>,;]+@[^\s@<>,;]+$/.test(address)) throw new RangeError(`The reminder needs the e-mail address of the ${role}`)
  return { name: party.name ?? '', address }
}
