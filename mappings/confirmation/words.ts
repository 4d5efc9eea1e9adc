import { type Confirmation } from './confirmation'

/** Every word of a confirmation, by language. */
const WORDS = {
  en: { title: 'Order confirmation', number: 'Our order no.', order: 'Your order no.', date: 'Date', buyer: 'Buyer', shipTo: 'Deliver to', item: 'Item', yours: 'yours', description: 'Description', quantity: 'Quantity', price: 'Price', per: 'per', amount: 'Amount', delivery: 'Delivery',
    net: 'Net', tax: 'Tax', total: 'Total', payment: 'Payment', transport: 'Transport', page: 'Page', greeting: 'Thank you for your order. We confirm it as follows; the document is attached.', vat: 'VAT id' },
  de: { title: 'Auftragsbestätigung', number: 'Unsere Auftragsnr.', order: 'Ihre Bestellnr.', date: 'Datum', buyer: 'Käufer', shipTo: 'Lieferanschrift', item: 'Artikel', yours: 'Ihr', description: 'Bezeichnung', quantity: 'Menge', price: 'Preis', per: 'je', amount: 'Betrag', delivery: 'Liefertermin',
    net: 'Netto', tax: 'Steuer', total: 'Gesamtbetrag', payment: 'Zahlung', transport: 'Lieferbedingung', page: 'Seite', greeting: 'Vielen Dank für Ihre Bestellung. Wir bestätigen sie wie folgt; das Dokument liegt bei.', vat: 'USt-IdNr.' },
  fr: { title: 'Confirmation de commande', number: 'Notre n° de commande', order: 'Votre n° de commande', date: 'Date', buyer: 'Acheteur', shipTo: 'Livrer à', item: 'Article', yours: 'le vôtre', description: 'Désignation', quantity: 'Quantité', price: 'Prix', per: 'par', amount: 'Montant', delivery: 'Livraison',
    net: 'Net', tax: 'Taxe', total: 'Total', payment: 'Paiement', transport: 'Transport', page: 'Page', greeting: 'Nous vous remercions de votre commande et la confirmons comme suit ; le document est joint.', vat: 'N° TVA' },
} as const

const LOCALES = { en: 'en-GB', de: 'de-DE', fr: 'fr-FR' } as const

/** Units as people read them; another one stays its code. */
const UNITS = new Map([['C62', { en: 'pcs', de: 'Stk', fr: 'pcs' }], ['EA', { en: 'pcs', de: 'Stk', fr: 'pcs' }], ['H87', { en: 'pcs', de: 'Stk', fr: 'pcs' }], ['KGM', { en: 'kg', de: 'kg', fr: 'kg' }], ['MTR', { en: 'm', de: 'm', fr: 'm' }], ['LTR', { en: 'l', de: 'l', fr: 'l' }]])

export interface Wording {
  words: (typeof WORDS)[keyof typeof WORDS]
  money: (value: string) => string
  quantity: (value: string) => string
  date: (value: string) => string
  unit: (code: string) => string
}

/** The words and forms of a confirmation. Numbers are formatted as the exact decimals that they are. */
export function wordingOf({ language, currency }: Pick<Confirmation, 'language' | 'currency'>): Wording {
  const locale = LOCALES[language]
  // narrow blanks of a locale are letters that fonts lack
  const plain = (text: string): string => text.replace(/[\u202f\u2009]/g, '\u00a0')
  const money = new Intl.NumberFormat(locale, { style: 'currency', currency, maximumFractionDigits: 6, minimumFractionDigits: new Intl.NumberFormat(locale, { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2 })
  const quantity = new Intl.NumberFormat(locale, { maximumFractionDigits: 6 })
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' })
  return {
    words: WORDS[language], money: (value) => plain(money.format(value as `${number}`)), quantity: (value) => plain(quantity.format(value as `${number}`)),
    date: (value) => plain(date.format(new Date(`${value.slice(0, 10)}T00:00:00Z`))), unit: (code) => UNITS.get(code)?.[language] ?? code,
  }
}
