import { divide, equal, isZero } from '../../orders/decimal'
import { type DraftLine, type OrderDraft, type Party } from '../../orders/draft'
import { childrenOf, childOf, extraOf, type XmlElement } from '../xml/element'
import { present, type XmlValues } from '../xml/values'

/** The child segment whose qualifier field has the value. */
function qualified(parent: XmlElement, segment: string, field: string, value: string, values: XmlValues): XmlElement | undefined {
  const found = childrenOf(parent, segment).find((candidate) => childOf(candidate, field)?.text.trim() === value)
  if (found) values.text(found, field)
  return found
}

/** Header segments of ORDERS05: E1EDK01 (document), K02 (references), K03 (dates), KA1 (partners), K17 and K18 (terms), KT1 (texts), S01 (sums). */
export function headerOf(idoc: XmlElement, values: XmlValues): Omit<OrderDraft, 'lines'> {
  const document = childOf(idoc, 'E1EDK01')
  const currency = childOf(document, 'CURCY')
  const number = qualified(idoc, 'E1EDK02', 'QUALF', '001', values)
  const dated = (qualifier: string): string | undefined => values.date(qualified(idoc, 'E1EDK03', 'IDDAT', qualifier, values), 'DATUM')
  const incoterms = qualified(idoc, 'E1EDK17', 'QUALF', '001', values)
  const place = values.text(qualified(idoc, 'E1EDK17', 'QUALF', '002', values), 'LKTEXT')
  const terms = childOf(idoc, 'E1EDK18')
  const sum = (qualifier: string): string | undefined => values.decimal(qualified(idoc, 'E1EDS01', 'SUMID', qualifier, values), 'SUMME')
  const header = present({
    // an outgoing order of SAP has its own number as BELNR of K01 and no reference yet
    reference: values.text(number, 'BELNR') ?? values.text(document, 'BELNR'),
    issuedOn: dated('012') ?? values.date(number, 'DATUM') ?? dated('022'), currency: values.currency(values.text(currency), currency),
    buyer: partyOf(idoc, 'AG', values), seller: partyOf(idoc, 'LF', values), shipTo: partyOf(idoc, 'WE', values), billTo: partyOf(idoc, 'RE', values),
    requestedDelivery: dated('002'), paymentTerms: termsOf(terms, values) ?? values.text(document, 'ZTERM'),
    deliveryTerms: [values.text(incoterms, 'LKOND'), place].filter(Boolean).join(' ') || undefined,
    notes: notesOf(idoc, 'E1EDKT1', 'E1EDKT2', values), lineExtension: sum('002'), payable: sum('011'),
  })
  values.text(incoterms, 'LKTEXT')
  const control = childOf(idoc, 'EDI_DC40')
  // the control record is the envelope
  control?.children.forEach((field) => { field.taken = true })
  const extra = extraOf(idoc)
  return extra ? { ...header, extra } : header
}

/** E1EDP01 and what stands below it: an item. */
export function lineOf(item: XmlElement, position: number, values: XmlValues): DraftLine {
  const line: DraftLine = { id: values.text(item, 'POSEX') ?? String(position) }
  const numbered = (qualifier: string): string | undefined => values.text(qualified(item, 'E1EDP19', 'QUALF', qualifier, values), 'IDTNR')
  const described = childrenOf(item, 'E1EDP19').map((entry) => values.text(entry, 'KTEXT')).find((text) => text !== undefined)
  values.unit(values.text(item, 'MENEE'), line, childOf(item, 'MENEE'))
  const schedule = childrenOf(item, 'E1EDP20').flatMap((entry) => {
    const quantity = values.decimal(entry, 'WMENG')
    return quantity === undefined ? [] : [present({ quantity, requestedDelivery: values.date(entry, 'EDATU') })]
  })
  Object.assign(line, present({
    buyersItem: numbered('001'), sellersItem: numbered('002'), standardItem: numbered('003'), description: described, quantity: values.decimal(item, 'MENGE'), price: priceOf(item, values),
    lineExtension: values.decimal(item, 'NETWR'), requestedDelivery: values.date(qualified(item, 'E1EDP03', 'IDDAT', '002', values), 'DATUM') ?? (schedule.length === 1 ? schedule[0]?.requestedDelivery : undefined),
    schedule: schedule.length > 1 ? schedule : undefined, notes: notesOf(item, 'E1EDPT1', 'E1EDPT2', values),
  }))
  const extra = extraOf(item)
  if (extra) line.extra = extra
  return line
}

/** Price per PEINH units; where the document has the net amount only, none is guessed. */
function priceOf(item: XmlElement, values: XmlValues): DraftLine['price'] {
  const amount = values.decimal(item, 'VPREI')
  const base = values.decimal(item, 'PEINH')
  if (amount === undefined) return undefined
  return base === undefined || isZero(base) || equal(base, '1') ? { amount } : { amount, base: divide(base, '1') }
}

/** A partner (E1EDKA1) by its function: AG sold-to, LF supplier, WE ship-to, RE bill-to. PARTN is numbered by the one who sent the IDoc, LIFNR by the other. */
export function partyOf(idoc: XmlElement, role: string, values: XmlValues): Party | undefined {
  const element = qualified(idoc, 'E1EDKA1', 'PARVW', role, values)
  if (!element) return undefined
  const text = (name: string): string | undefined => values.text(element, name)
  const ids = [['GLN', text('ILNNR')], ['buyer', text('PARTN')], ['seller', text('LIFNR')]] as const
  const lines = [text('NAME2'), text('NAME3'), text('STRAS'), text('STRS2')].filter((line) => line !== undefined)
  const address = present({ lines: lines.length > 0 ? lines : undefined, city: text('ORT01'), postalCode: text('PSTLZ'), region: text('REGIO'), country: text('LAND1') })
  const contact = present({ name: text('BNAME'), phone: text('TELF1') })
  return present({
    name: text('NAME1'), identifiers: ids.flatMap(([scheme, value]) => (value === undefined ? [] : [{ scheme, value }])),
    address: Object.keys(address).length > 0 ? address : undefined, contact: Object.keys(contact).length > 0 ? contact : undefined,
  })
}

function termsOf(element: XmlElement | undefined, values: XmlValues): string | undefined {
  const words = values.text(element, 'ZTERM_TXT')
  const days = values.text(element, 'TAGE')
  const percent = values.decimal(element, 'PRZNT')
  values.text(element, 'QUALF')
  if (words !== undefined) return words
  if (days === undefined) return undefined
  return percent === undefined || isZero(percent) ? `${days} days net` : `${days} days ${percent} %`
}

/** Texts by their lines; `=` and blank formats go on in the same paragraph, which is a note. */
function notesOf(parent: XmlElement, text: string, line: string, values: XmlValues): string[] | undefined {
  const found = childrenOf(parent, text).map((entry) => {
    for (const name of ['TDID', 'TSSPRAS', 'TSSPRAS_ISO', 'TDOBJECT', 'TDOBNAME']) values.text(entry, name)
    return childrenOf(entry, line).map((row) => {
      values.text(row, 'TDFORMAT')
      return values.text(row, 'TDLINE')
    }).filter((row) => row !== undefined).join('\n')
  }).filter((note) => note !== '')
  return found.length > 0 ? found : undefined
}
