import { createHash } from 'node:crypto'
import { inflateSync } from 'node:zlib'
import { type ConfirmationInput, confirmationOf, confirmationSchema } from '../../../mappings/confirmation/confirmation'
import { confirmationMail } from '../../../mappings/confirmation/mail'
import { confirmationPdf } from '../../../mappings/confirmation/pdf'
import { confirmationText } from '../../../mappings/confirmation/text'
import { readAll } from '../readAll'

const GIVEN: ConfirmationInput = confirmationSchema.parse({
  number: 'SO-000007', order: 'PO-7', issuedOn: '2026-03-02', currency: 'EUR', language: 'de', paymentTerms: '30 Tage netto', deliveryTerms: 'DAP Hamburg', carrier: 'Nordsped', notes: ['Bitte vor Anlieferung anrufen.'],
  seller: { name: 'Tornvik GmbH', identifiers: [{ scheme: 'VAT', value: 'DE999000001' }], address: { lines: ['Speicherstraße 14'], postalCode: '23552', city: 'Lübeck', country: 'DE' }, contact: { email: 'orders@tornvik.example' } },
  buyer: { name: 'Kontor Süd', identifiers: [], address: { lines: ['Hafenstr. 4'], postalCode: '20457', city: 'Hamburg' }, contact: { name: 'Ida Kern', email: 'ida@kontor.example' } },
  shipTo: { name: 'Lager 3', identifiers: [], address: { lines: ['Am Kai 1'], postalCode: '28195', city: 'Bremen' } },
  lines: [
    { id: '1', sellersItem: 'NW-1', buyersItem: 'K-1', description: 'Widget, blau, Edelstahl 1.4301, gebürstet', quantity: '12', unit: 'EA', price: { amount: '9.25' }, promisedDelivery: '2026-03-20' },
    { id: '2', sellersItem: 'NW-2', description: 'Nägel', quantity: '1500.5', unit: 'KGM', price: { amount: '210', base: '100' }, promisedDelivery: '2026-04-01' },
  ],
  charges: [{ kind: 'charge', text: 'Fracht', amount: '12.50' }], tax: '622.16', payable: '3896.71',
})

/** The texts of a PDF in the order in which they were drawn: its fonts are encoded as Windows-1252. */
function textsOf(pdf: Buffer): string[] {
  const found: string[] = []
  for (let at = pdf.indexOf('stream\n'); at >= 0; at = pdf.indexOf('stream\n', at + 7)) {
    if (pdf.subarray(at - 3, at).toString() === 'end') continue
    const raw = pdf.subarray(at + 7, pdf.indexOf('\nendstream', at))
    const content = (raw[0] === 0x78 ? inflateSync(raw) : raw).toString('latin1')
    for (const [, hex] of content.matchAll(/<([0-9A-F]+)> Tj/g)) found.push(new TextDecoder('windows-1252').decode(Buffer.from(hex!, 'hex')))
  }
  return found.map((text) => text.replace(/\u00a0/g, ' '))
}

const NINE: [string, RegExp][] = [
  ['item', /NW-1/], ['specification', /Widget, blau, Edelstahl 1\.4301, gebürstet/], ['quantity', /1\.500,5 kg/], ['price', /210,00 € .*je 100/], ['total', /3\.896,71 €/], ['date', /20\.03\.2026/], ['payment', /30 Tage netto/],
  ['transport', /DAP Hamburg, Nordsped/], ['delivery place', /Lager 3, Am Kai 1, 28195 Bremen/],
]

describe('an order confirmation (R-CNF-01)', () => {
  test.each(NINE)('the PDF and the text say the %s, as the order does', async (_what, pattern) => {
    const confirmation = confirmationOf(GIVEN)
    // a long text goes over several lines
    const pdf = textsOf(await confirmationPdf(confirmation)).join(' ')
    expect(pdf).toMatch(pattern)
    expect(confirmationText(confirmation).replace(/\u00a0/g, ' ')).toMatch(pattern)
  })

  test.each(['number', 'paymentTerms', 'deliveryTerms', 'shipTo', 'lines'])('without %s there is none', (name) => {
    expect(confirmationSchema.safeParse({ ...GIVEN, [name]: undefined }).success).toBe(false)
  })

  test('amounts are computed, and one that is stated otherwise is refused', () => {
    expect(confirmationOf({ ...GIVEN, payable: undefined })).toMatchObject({ net: '3262.05', payable: '3896.71' })
    expect(() => confirmationOf({ ...GIVEN, payable: '3896.72' })).toThrow('states 3896.72 as the total; it comes to 3896.71')
    expect(() => confirmationOf({ ...GIVEN, lines: [{ ...GIVEN.lines[0]!, lineExtension: '111.01' }] })).toThrow('the amount of line 1')
  })

  test('money has the digits and signs of its currency and language', async () => {
    const total = async (change: Partial<ConfirmationInput>) => textsOf(await confirmationPdf(confirmationOf({ ...GIVEN, charges: undefined, tax: undefined, payable: undefined, lines: [{ ...GIVEN.lines[0]!, quantity: '1234' }], ...change })))
    expect(await total({ currency: 'JPY', language: 'en', lines: [{ ...GIVEN.lines[0]!, quantity: '1', price: { amount: '90071992547409' } }] })).toContain('JP¥90,071,992,547,409')
    expect(await total({ language: 'fr' })).toContain('11 414,50 €')
    expect(await total({ language: 'en', currency: 'USD' })).toContain('US$11,414.50')
  })

  test('a hundred lines go over several pages, each with the names of the columns, and none is lost', async () => {
    const lines = Array.from({ length: 100 }, (_, i) => ({ ...GIVEN.lines[0]!, id: String(i + 1), sellersItem: `ITEM-${i + 1}` }))
    const texts = textsOf(await confirmationPdf(confirmationOf({ ...GIVEN, lines, charges: undefined, tax: undefined, payable: undefined })))
    expect(texts.filter((text) => text.startsWith('ITEM-'))).toHaveLength(100)
    const pages = texts.filter((text) => /^Seite \d+ \/ \d+$/.test(text)).length
    expect(pages).toBeGreaterThan(3)
    expect(texts.filter((text) => text === 'Liefertermin')).toHaveLength(pages)
  })

  test('the same confirmation is the same bytes, so that its hash proves what was sent (R-CNF-02)', async () => {
    const sha = async () => createHash('sha256').update(await confirmationPdf(confirmationOf(GIVEN))).digest('hex')
    expect(await sha()).toBe(await sha())
  })

  test('letters that the fonts lack are refused by name, and no box is printed for them', async () => {
    await expect(confirmationPdf(confirmationOf({ ...GIVEN, buyer: { ...GIVEN.buyer, name: '上海贸易' } }))).rejects.toThrow(/no 上 海 贸 易/)
  })
})

describe('the confirmation as an e-mail', () => {
  test('goes from the seller to the buyer with the PDF, and is read back whole', async () => {
    const bytes = await confirmationMail(confirmationOf(GIVEN))
    const { messages } = await readAll(bytes, { file: 'confirmation.eml' })
    expect(messages[0]!.document).toMatchObject({ from: 'orders@tornvik.example', to: ['ida@kontor.example'], subject: 'Auftragsbestätigung SO-000007 (PO-7)', attachments: [{ name: 'Auftragsbestätigung-SO-000007.pdf', type: 'application/pdf', bytes: (await confirmationPdf(confirmationOf(GIVEN))).length }] })
    expect((messages[0]!.document as { text: string }).text.replace(/\u00a0/g, ' ')).toContain('Gesamtbetrag: 3.896,71 €')
    expect(await confirmationMail(confirmationOf(GIVEN))).toEqual(bytes)
  })

  test('a number cannot smuggle in a header or a second receiver', async () => {
    const mail = (await confirmationMail(confirmationOf({ ...GIVEN, number: 'SO-1\r\nBcc: x@evil.example' }))).toString('latin1')
    expect(mail.split('\r\n\r\n')[0]).not.toMatch(/^Bcc:/im)
    await expect(confirmationMail(confirmationOf({ ...GIVEN, buyer: { ...GIVEN.buyer, contact: { email: 'a@b.example, x@evil.example' } } }))).rejects.toThrow('e-mail address of the buyer')
  })
})
